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
        moderates: false,
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

// REQ: SUB-02
#[test]
fn an_answer_by_post_needs_a_postal_code_and_one_by_email_an_address() {
    let by_post = AppealForm {
        answer_way: "post".into(),
        ..form()
    };
    assert_eq!(
        faults(&by_post, &context(&[])),
        [("address/postal_code".to_owned(), FaultCode::Required)]
    );
    let by_email = AppealForm {
        answer_way: "email".into(),
        ..form()
    };
    assert_eq!(
        faults(&by_email, &context(&[])),
        [("answer_way".to_owned(), FaultCode::AnswerNeedsEmail)]
    );
    let known = FormContext {
        applicant_has_email: true,
        ..context(&[])
    };
    assert!(by_email.validate(&known).is_ok());
}

// REQ: SUB-02
#[test]
fn a_content_has_words_and_ten_megabytes_are_refused_by_their_length() {
    for (content, code) in [
        ("123 ... !".to_owned(), FaultCode::NoLetters),
        (" \n ".to_owned(), FaultCode::Required),
        ("x".repeat(10_000_000), FaultCode::TooLong),
    ] {
        let form = AppealForm { content, ..form() };
        assert_eq!(faults(&form, &context(&[])), [("content".to_owned(), code)]);
    }
}

// REQ: SUB-05
#[test]
fn thirty_participants_need_a_visit_and_twenty_nine_do_not() {
    let list = [AttachedFile {
        name: "список.pdf".into(),
        state: FileState::Checking,
        participants_list: true,
    }];
    for (count, visit) in [("29", false), ("30", true)] {
        let form = AppealForm {
            collective: true,
            participants_count: count.into(),
            ..form()
        };
        assert_eq!(form.validate(&context(&list)).unwrap().needs_visit(), visit);
    }
    for (count, code) in [
        ("много", FaultCode::NotANumber),
        ("-5", FaultCode::NotANumber),
        ("", FaultCode::Required),
    ] {
        let form = AppealForm {
            collective: true,
            participants_count: count.into(),
            ..form()
        };
        assert_eq!(
            faults(&form, &context(&list)),
            [("participants_count".to_owned(), code)]
        );
    }
}

// REQ: SUB-11
#[test]
fn a_draft_keeps_whatever_was_typed() {
    let half = AppealForm {
        kind: "compl".into(),
        participants_count: "много".into(),
        ..form()
    };
    let json = serde_json::to_value(&half).unwrap();
    assert_eq!(serde_json::from_value::<AppealForm>(json).unwrap(), half);
    let older: AppealForm = serde_json::from_str(r#"{"content": "Про"}"#).unwrap();
    assert_eq!(
        older,
        AppealForm {
            content: "Про".into(),
            ..AppealForm::default()
        }
    );
}

// REQ: SUB-07
#[test]
fn only_where_somebody_moderates_can_one_write_to_the_head_personally() {
    let form = AppealForm { kind: "application".into(), to_head: true, ..form() };
    assert_eq!(faults(&form, &context(&[])), [("to_head".to_owned(), FaultCode::NobodyModerates)]);
    let moderated = FormContext { moderates: true, ..context(&[]) };
    assert!(form.validate(&moderated).unwrap().to_head);
}
