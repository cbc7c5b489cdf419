//! The appeal card that an applicant fills in (SUB-02): what is typed is an [`AppealForm`] (the page, the draft and the
//! API share it); what may be submitted is a [`NewAppeal`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    AnswerWay, ApplicantKind, Fault, FaultCode, Faults, FileState, Kind, Locale, OrganisationId,
    alphabet::{self, Lines, Strictness},
    applicant::{Address, AddressForm},
    identifiers::TaxpayerNumber,
    text_field::{TextRule, read_parsed, read_text},
};

/// Characters of the content at most: some five pages.
pub const CONTENT_LENGTH: usize = 10_000;
/// Characters of the name of the official complained about at most.
pub const EMPLOYEE_LENGTH: usize = 300;
/// From this many participants on the appeal is considered with a visit (law, art. 22).
pub const VISIT_FROM: u32 = 30;

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
            strictness: Some(context.strictness),
        };
        let content = read_text("content", &self.content, rule, faults);
        // Law, art. 25.2: the essence cannot be set out by links.
        if !content.is_empty() && is_only_links(&content) {
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

/// Whether the text is made of addresses on the internet and nothing that says something.
fn is_only_links(text: &str) -> bool {
    let mut links = 0;
    for word in text.split_whitespace() {
        let lower = word.to_lowercase();
        if lower.contains("://") || lower.starts_with("www.") {
            links += 1;
        } else if word
            .chars()
            .filter(|character| character.is_alphabetic())
            .count()
            > 3
        {
            return false;
        }
    }
    links > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AppealForm {
        AppealForm {
            kind: "complaint".into(),
            organisation_id: Uuid::nil().to_string(),
            topic_code: "07".into(),
            subtopic_code: "07-07".into(),
            content: "Прошу устранить протечку крыши.\nДом 11.".into(),
            address: AddressForm {
                settlement: "г. Минск".into(),
                house: "11".into(),
                ..AddressForm::default()
            },
            answer_way: "cabinet".into(),
            ..AppealForm::default()
        }
    }

    fn context(files: &[AttachedFile]) -> FormContext<'_> {
        FormContext {
            applicant_kind: ApplicantKind::Person,
            applicant_has_email: false,
            organisation_accepts: true,
            topic_has_subtopics: Some(true),
            subtopic_fits: true,
            files,
            strictness: Strictness::Strict,
            refuse_collective_of_legal_entity: true,
            page_locale: Locale::Ru,
        }
    }

    fn faults(form: &AppealForm, context: &FormContext<'_>) -> Vec<(String, FaultCode)> {
        form.validate(context)
            .unwrap_err()
            .into_iter()
            .map(|fault| (fault.field, fault.code))
            .collect()
    }

    // REQ: SUB-02
    #[test]
    fn every_mandatory_field_is_asked_for_by_name() {
        let context = FormContext {
            organisation_accepts: false,
            topic_has_subtopics: None,
            ..context(&[])
        };
        let named: Vec<String> = faults(&AppealForm::default(), &context)
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(
            named,
            [
                "kind",
                "organisation_id",
                "topic_code",
                "content",
                "address/settlement",
                "address/house",
                "answer_way"
            ]
        );
        assert!(
            form()
                .validate(&FormContext {
                    organisation_accepts: true,
                    topic_has_subtopics: Some(true),
                    ..context
                })
                .is_ok()
        );
    }

    // REQ: SUB-02
    #[test]
    fn choices_outside_the_lists_are_refused() {
        let wrong = AppealForm {
            kind: "request".into(),
            answer_way: "pigeon".into(),
            organisation_id: "1 OR 1=1".into(),
            ..form()
        };
        assert_eq!(
            faults(&wrong, &context(&[])),
            [
                ("kind".to_owned(), FaultCode::UnknownChoice),
                ("organisation_id".to_owned(), FaultCode::UnknownOrganisation),
                ("answer_way".to_owned(), FaultCode::UnknownChoice)
            ]
        );
        let other = FormContext {
            subtopic_fits: false,
            ..context(&[])
        };
        assert_eq!(
            faults(&form(), &other),
            [("subtopic_code".to_owned(), FaultCode::SubtopicOfOtherTopic)]
        );
    }

    // REQ: SUB-03
    #[test]
    fn the_content_takes_only_our_letters_unless_the_operator_relaxes_it() {
        let latin = AppealForm {
            content: "Прошу вернуть iPhone".into(),
            ..form()
        };
        assert_eq!(
            faults(&latin, &context(&[])),
            [("content".to_owned(), FaultCode::ForeignCharacters)]
        );
        assert!(
            latin
                .validate(&FormContext {
                    strictness: Strictness::Warn,
                    ..context(&[])
                })
                .is_ok()
        );
        let zero = AppealForm {
            content: "Прошу\0вернуть".into(),
            ..form()
        };
        assert_eq!(
            faults(
                &zero,
                &FormContext {
                    strictness: Strictness::Warn,
                    ..context(&[])
                }
            ),
            [("content".to_owned(), FaultCode::ControlCharacters)]
        );
    }

    #[test]
    fn an_endless_content_is_refused_by_its_length() {
        let endless = AppealForm {
            content: "я".repeat(CONTENT_LENGTH + 7),
            ..form()
        };
        let faults = endless.validate(&context(&[])).unwrap_err();
        assert_eq!(
            faults[0],
            Fault::new("content", FaultCode::TooLong)
                .with("max", CONTENT_LENGTH)
                .with("over", 7_usize)
        );
    }

    #[test]
    fn links_alone_say_nothing() {
        let links = AppealForm {
            content: "https://example.by/1 см. www.example.by".into(),
            ..form()
        };
        let relaxed = FormContext {
            strictness: Strictness::Warn,
            ..context(&[])
        };
        assert_eq!(
            faults(&links, &relaxed),
            [("content".to_owned(), FaultCode::OnlyLinks)]
        );
    }

    #[test]
    fn a_collective_appeal_needs_its_list_and_two_people() {
        let collective = AppealForm {
            collective: true,
            participants_count: "1".into(),
            ..form()
        };
        assert_eq!(
            faults(&collective, &context(&[])),
            [
                ("files".to_owned(), FaultCode::ParticipantsListRequired),
                (
                    "participants_count".to_owned(),
                    FaultCode::TooFewParticipants
                )
            ]
        );
        let list = [AttachedFile {
            name: "список.pdf".into(),
            state: FileState::Clean,
            participants_list: true,
        }];
        let many = AppealForm {
            participants_count: "35".into(),
            ..collective
        };
        let appeal = many.validate(&context(&list)).unwrap();
        assert!(appeal.needs_visit());
        let entity = FormContext {
            applicant_kind: ApplicantKind::LegalEntity,
            ..context(&list)
        };
        assert_eq!(
            faults(&many, &entity),
            [("collective".to_owned(), FaultCode::CollectiveOfLegalEntity)]
        );
    }

    // REQ: SUB-04
    #[test]
    fn a_refused_or_unfinished_file_stops_the_submission_and_one_being_checked_does_not() {
        let file = |state| {
            [AttachedFile {
                name: "скан.pdf".into(),
                state,
                participants_list: false,
            }]
        };
        for (state, code) in [
            (FileState::Uploading, FaultCode::FileNotUploaded),
            (FileState::Infected, FaultCode::FileRefused),
            (FileState::Broken, FaultCode::FileRefused),
        ] {
            assert_eq!(
                faults(&form(), &context(&file(state))),
                [("files".to_owned(), code)]
            );
        }
        assert!(
            form()
                .validate(&context(&file(FileState::Checking)))
                .is_ok()
        );
    }

    #[test]
    fn the_language_of_the_content_is_the_language_of_the_answer() {
        let belarusian = AppealForm {
            content: "Прашу адрамантаваць дах у нашым доме, ён цячэ".into(),
            ..form()
        };
        assert_eq!(
            belarusian.validate(&context(&[])).unwrap().locale,
            Locale::Ru,
            "no letter that only one alphabet has"
        );
        let clear = AppealForm {
            content: "Прашу выдаць даведку ў гэтым месяцы і паведаміць".into(),
            ..form()
        };
        assert_eq!(clear.validate(&context(&[])).unwrap().locale, Locale::Be);
    }

    #[test]
    fn data_on_the_one_complained_about_belong_to_complaints_only() {
        let complaint = AppealForm {
            against_employee: "Кот П. С., мастер".into(),
            against_unp: "200988541".into(),
            ..form()
        };
        let appeal = complaint.validate(&context(&[])).unwrap();
        assert_eq!(
            (
                appeal.against_employee.as_deref(),
                appeal.against_unp.as_ref().map(TaxpayerNumber::as_str)
            ),
            (Some("Кот П. С., мастер"), Some("200988541"))
        );
        let proposal = AppealForm {
            kind: "proposal".into(),
            ..complaint
        };
        assert_eq!(
            proposal.validate(&context(&[])).unwrap().against_employee,
            None
        );
    }
}
