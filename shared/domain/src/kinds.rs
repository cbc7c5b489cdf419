//! The closed lists of law № 300-З: what an appeal is, in what form it came, who applies, how the
//! answer is wanted and what came of it.

use crate::coded::coded_enum;

coded_enum! {
    /// Kind of appeal (вид обращения): law, art. 1. There is no fourth.
    pub enum Kind {
        /// Заявление: asks for help in exercising a right, or reports a violation or a shortcoming.
        Application = "application",
        /// Предложение: recommends an improvement.
        Proposal = "proposal",
        /// Жалоба: demands that a violated right be restored.
        Complaint = "complaint",
    }
}

coded_enum! {
    /// Form in which the appeal was made (форма подачи): law, art. 1.
    pub enum Form {
        /// Электронное: through this system and no other way.
        Electronic = "electronic",
        /// Письменное: on paper, the book of remarks included.
        Written = "written",
        /// Устное: at a personal reception.
        Oral = "oral",
    }
}

impl Form {
    /// Whether it is known at which moment an appeal came; of paper and of a reception the day alone is written down (REG-02).
    #[must_use]
    pub const fn has_moment(self) -> bool {
        matches!(self, Self::Electronic)
    }
}

coded_enum! {
    /// Who applies (SUB-01).
    pub enum ApplicantKind {
        /// Гражданин (natural person, foreigners included: law, art. 3).
        Person = "person",
        /// Индивидуальный предприниматель.
        Entrepreneur = "entrepreneur",
        /// Юридическое лицо.
        LegalEntity = "legal_entity",
    }
}

coded_enum! {
    /// How the applicant wants the answer (SUB-02). Whatever is chosen, the cabinet has it too.
    pub enum AnswerWay {
        /// In the personal cabinet.
        Cabinet = "cabinet",
        /// By e-mail as well.
        Email = "email",
        /// In writing by post: law, art. 25, a paper answer if the appeal asks for it.
        Post = "post",
    }
}

coded_enum! {
    /// What came of an answered appeal: the statistics' dimension beside the status (REV-07).
    pub enum Outcome {
        /// Удовлетворено.
        Satisfied = "satisfied",
        /// Удовлетворено частично.
        PartlySatisfied = "partly_satisfied",
        /// Отказано. The answer states the order of appealing against it (law, art. 18).
        Refused = "refused",
        /// Разъяснено.
        Explained = "explained",
    }
}
