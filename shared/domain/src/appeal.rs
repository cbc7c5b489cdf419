//! The appeal card that an applicant fills in (SUB-02): what is typed is an [`AppealForm`] (the page, the draft and the
//! API share it); what may be submitted is a [`NewAppeal`].

mod links;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    AnswerWay, ApplicantKind, Fault, FaultCode, Faults, FileState, Kind, Locale, OrganisationId,
    alphabet::{self, Lines, Strictness},
    applicant::{Address, AddressForm},
    coded::coded_enum,
    identifiers::TaxpayerNumber,
    text_field::{TextRule, read_parsed, read_text},
};

/// Characters of the content at most: some five pages.
pub const CONTENT_LENGTH: usize = 10_000;
/// Characters of the name of the official complained about at most.
pub const EMPLOYEE_LENGTH: usize = 300;
/// From this many participants on the appeal is considered with a visit (law, art. 22).
pub const VISIT_FROM: u32 = 30;

coded_enum! {
    /// A message while an appeal is considered (REV-09).
    pub enum CorrespondenceKind {
        /// The organisation asks the applicant for details.
        Question = "question",
        /// The organisation tells something before the last answer.
        Answer = "answer",
        /// The applicant replies.
        Reply = "reply",
    }
}

coded_enum! {
    /// Where an appeal addressed to the head personally is (SUB-07).
    pub enum PersonalState {
        /// With the authorised representative, who moderates it.
        Addressed = "addressed",
        /// In the head's cabinet.
        Passed = "passed",
        /// In ordinary processing, as the head agreed.
        Ordinary = "ordinary",
    }
}

/// The card as typed. Choices hold codes, `organisation_id` a UUID; everything may be empty or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    pub kind: String,
    pub organisation_id: String,
    pub topic_code: String,
    pub subtopic_code: String,
    pub content: String,
    /// Where the answer is to be sent and where the applicant lives, as on the card.
    pub address: AddressForm,
    pub answer_way: String,
    /// To the head of the organisation personally (SUB-07).
    pub to_head: bool,
    pub collective: bool,
    pub participants_count: String,
    /// Surname, name, position of the official complained about.
    pub against_employee: String,
    /// УНП of the organisation complained about.
    pub against_unp: String,
}

/// A file of the draft, as far as the rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    pub name: String,
    pub state: FileState,
    /// Whether it is the scan that lists the participants (SUB-05).
    pub participants_list: bool,
}

/// What the rules must know besides the form.
#[derive(Clone, Debug)]
pub struct FormContext<'a> {
    pub applicant_kind: ApplicantKind,
    pub applicant_has_email: bool,
    /// The organisation chosen exists, is active and takes electronic appeals (law, art. 3).
    pub organisation_accepts: bool,
    /// Somebody there moderates what is addressed to the head (SUB-07).
    pub moderates: bool,
    /// The topic chosen, if it exists: whether it has sub-topics.
    pub topic_has_subtopics: Option<bool>,
    /// The sub-topic chosen belongs to the topic.
    pub subtopic_fits: bool,
    pub files: &'a [AttachedFile],
    /// SUB-03: strict by default; an operator may relax the content.
    pub strictness: Strictness,
    /// SUB-05: whether a collective appeal with a legal entity is refused; on by default.
    pub refuse_collective_of_legal_entity: bool,
    /// The page's language, for a text that could be either.
    pub page_locale: Locale,
}

/// An appeal that may be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppeal {
    pub kind: Kind,
    pub organisation: OrganisationId,
    pub topic_code: String,
    pub subtopic_code: Option<String>,
    pub content: String,
    /// The language of the content: the answer is given in it (law, art. 18).
    pub locale: Locale,
    pub address: Address,
    pub answer_way: AnswerWay,
    /// It is moderated before the head gets it (SUB-07).
    pub to_head: bool,
    /// None: individual. Otherwise how many take part.
    pub participants: Option<u32>,
    pub against_employee: Option<String>,
    pub against_unp: Option<TaxpayerNumber>,
}

impl NewAppeal {
    /// Law, art. 22: thirty and more applicants are visited.
    #[must_use]
    pub fn needs_visit(&self) -> bool {
        self.participants.is_some_and(|count| count >= VISIT_FROM)
    }
}

impl AppealForm {
    /// The organisation typed, if it is an id at all.
    #[must_use]
    pub fn organisation(&self) -> Option<OrganisationId> {
        self.organisation_id
            .trim()
            .parse::<Uuid>()
            .ok()
            .map(OrganisationId)
    }

    /// Reads the card (SUB-02 to SUB-05).
    ///
    /// # Errors
    /// All that is wrong, field by field; the same rules on the page and on the server.
    pub fn validate(&self, context: &FormContext<'_>) -> Result<NewAppeal, Faults> {
        let mut faults = Faults::new();
        let kind = self.choice("kind", &self.kind, Kind::from_code, &mut faults);
        let organisation = self.read_organisation(context, &mut faults);
        self.check_topic(context, &mut faults);
        let content = self.read_content(context, &mut faults);
        let address = self
            .address
            .validate()
            .map_err(|wrong| faults.extend(wrong.into_iter().map(|fault| fault.under("address"))))
            .ok();
        let answer_way = self.choice(
            "answer_way",
            &self.answer_way,
            AnswerWay::from_code,
            &mut faults,
        );
        if answer_way == Some(AnswerWay::Email) && !context.applicant_has_email {
            faults.push(Fault::new("answer_way", FaultCode::AnswerNeedsEmail));
        }
        // Post goes nowhere without it (REV-08).
        if answer_way == Some(AnswerWay::Post) && self.address.postal_code.trim().is_empty() {
            faults.push(Fault::new("address/postal_code", FaultCode::Required));
        }
        if self.to_head && organisation.is_some() && !context.moderates {
            faults.push(Fault::new("to_head", FaultCode::NobodyModerates));
        }
        let participants = self.read_participants(context, &mut faults);
        let (against_employee, against_unp) = self.read_against(kind, &mut faults);
        check_files(context.files, &mut faults);
        match (kind, organisation, address, answer_way) {
            (Some(kind), Some(organisation), Some(address), Some(answer_way))
                if faults.is_empty() =>
            {
                Ok(NewAppeal {
                    kind,
                    organisation,
                    topic_code: self.topic_code.trim().to_owned(),
                    subtopic_code: Some(self.subtopic_code.trim())
                        .filter(|code| !code.is_empty())
                        .map(str::to_owned),
                    locale: alphabet::language(&content, context.page_locale),
                    content,
                    address,
                    answer_way,
                    to_head: self.to_head,
                    participants,
                    against_employee,
                    against_unp,
                })
            }
            _ => Err(faults),
        }
    }

    fn choice<T>(
        &self,
        field: &str,
        typed: &str,
        from_code: impl Fn(&str) -> Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        read_parsed(
            field,
            typed,
            true,
            |code| from_code(code).ok_or(FaultCode::UnknownChoice),
            faults,
        )
    }

    fn read_organisation(
        &self,
        context: &FormContext<'_>,
        faults: &mut Faults,
    ) -> Option<OrganisationId> {
        if self.organisation_id.trim().is_empty() {
            faults.push(Fault::new("organisation_id", FaultCode::Required));
            return None;
        }
        let organisation = self.organisation().filter(|_| context.organisation_accepts);
        if organisation.is_none() {
            faults.push(Fault::new(
                "organisation_id",
                FaultCode::UnknownOrganisation,
            ));
        }
        organisation
    }

    fn check_topic(&self, context: &FormContext<'_>, faults: &mut Faults) {
        let (topic, subtopic) = (self.topic_code.trim(), self.subtopic_code.trim());
        match context.topic_has_subtopics {
            _ if topic.is_empty() => faults.push(Fault::new("topic_code", FaultCode::Required)),
            None => faults.push(Fault::new("topic_code", FaultCode::UnknownTopic)),
            // Sections 26 to 29 of the classifier have no sub-topics.
            Some(true) if subtopic.is_empty() => {
                faults.push(Fault::new("subtopic_code", FaultCode::SubtopicRequired))
            }
            Some(_) if !subtopic.is_empty() && !context.subtopic_fits => {
                faults.push(Fault::new("subtopic_code", FaultCode::SubtopicOfOtherTopic))
            }
            Some(_) => {}
        }
    }

    fn read_content(&self, context: &FormContext<'_>, faults: &mut Faults) -> String {
        let rule = TextRule {
            required: true,
            longest: CONTENT_LENGTH,
            lines: Lines::Many,
            letters: true,
            strictness: Some(context.strictness),
        };
        let content = read_text("content", &self.content, rule, faults);
        // Law, art. 25.2: the essence cannot be set out by links.
        if !content.is_empty() && links::nothing_else(&content) {
            faults.push(Fault::new("content", FaultCode::OnlyLinks));
        }
        content
    }

    fn read_participants(&self, context: &FormContext<'_>, faults: &mut Faults) -> Option<u32> {
        if !self.collective {
            return None;
        }
        if context.applicant_kind == ApplicantKind::LegalEntity
            && context.refuse_collective_of_legal_entity
        {
            faults.push(Fault::new("collective", FaultCode::CollectiveOfLegalEntity));
        }
        if !context.files.iter().any(|file| file.participants_list) {
            faults.push(Fault::new("files", FaultCode::ParticipantsListRequired));
        }
        let count = read_parsed(
            "participants_count",
            &self.participants_count,
            true,
            |typed| typed.parse::<u32>().map_err(|_| FaultCode::NotANumber),
            faults,
        )?;
        if count < 2 {
            faults.push(
                Fault::new("participants_count", FaultCode::TooFewParticipants)
                    .with("min", 2_usize),
            );
        } else if count > 1_000_000 {
            faults.push(
                Fault::new("participants_count", FaultCode::OutOfRange)
                    .with("min", 2_usize)
                    .with("max", 1_000_000_usize),
            );
        }
        Some(count)
    }

    fn read_against(
        &self,
        kind: Option<Kind>,
        faults: &mut Faults,
    ) -> (Option<String>, Option<TaxpayerNumber>) {
        let employee = read_text(
            "against_employee",
            &self.against_employee,
            TextRule::line(EMPLOYEE_LENGTH).optional(),
            faults,
        );
        let unp = read_parsed(
            "against_unp",
            &self.against_unp,
            false,
            TaxpayerNumber::parse,
            faults,
        );
        if kind.is_some_and(|kind| kind != Kind::Complaint) {
            // What was typed before the kind was changed does no harm: it is not part of this appeal.
            return (None, None);
        }
        (Some(employee).filter(|name| !name.is_empty()), unp)
    }
}

/// Every file must be clean or still on its way to be checked; what was refused must be removed or replaced first (SUB-04).
fn check_files(files: &[AttachedFile], faults: &mut Faults) {
    if files.len() > crate::attachment::FILES_AT_MOST {
        faults.push(
            Fault::new("files", FaultCode::TooManyFiles)
                .with("max", crate::attachment::FILES_AT_MOST),
        );
    }
    for file in files {
        let code = match file.state {
            FileState::Uploading => FaultCode::FileNotUploaded,
            FileState::Infected | FileState::Broken => FaultCode::FileRefused,
            // A file being checked is accepted: nobody can open it before it is clean, and the applicant is told if it is not.
            FileState::Checking | FileState::Clean => continue,
        };
        faults.push(Fault::new("files", code).with("name", file.name.as_str()));
    }
}

#[cfg(test)]
mod tests;
