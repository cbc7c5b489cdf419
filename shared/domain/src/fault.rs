//! What is wrong with one field of a form, as a value: the page, the JSON API and a bulk load turn
//! the same faults into words in the user's language (`fault-<code>` with dashes in the locale files).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coded::coded_enum;

coded_enum! {
    /// What is wrong. Parameters are named in each line.
    pub enum FaultCode {
        /// Somebody's personal data in what everybody is to read: `found` (BEY-01).
        PersonalData = "personal_data",
        /// Nothing by which registration indexes are written (REG-03).
        NotAnIndexTemplate = "not_an_index_template",
        /// Indexes written by it would not differ: it has no number.
        IndexTemplateWithoutNumber = "index_template_without_number",
        /// The same where each sign is numbered by itself: it has no letter.
        IndexTemplateWithoutLetter = "index_template_without_letter",
        /// Other characters than letters and digits in a sign of indexes.
        NotASign = "not_a_sign",
        /// Nothing was entered.
        Required = "required",
        /// Nothing is ticked where at least one has to be.
        NothingTicked = "nothing_ticked",
        /// A mark that has to be set is not.
        NotTicked = "not_ticked",
        /// Longer than `max` characters by `over`.
        TooLong = "too_long",
        /// Shorter than `min` characters.
        TooShort = "too_short",
        /// None of the values that may be chosen.
        UnknownChoice = "unknown_choice",
        /// Not a number of the range `min` to `max`.
        OutOfRange = "out_of_range",
        /// Not a whole number.
        NotANumber = "not_a_number",
        /// Not a date of the calendar.
        NotADate = "not_a_date",
        /// Signs or digits where words are meant.
        NoLetters = "no_letters",
        /// Characters outside the Russian and Belarusian alphabets: `characters` (each once), `count`, `positions`
        /// (in characters from 0, with commas) and `correctable`, how many are look-alikes (SUB-03).
        ForeignCharacters = "foreign_characters",
        /// Emoji: `characters`, `count`, `positions`.
        Emoji = "emoji",
        /// Zero bytes or other control characters: `count`.
        ControlCharacters = "control_characters",
        /// Not an e-mail address.
        NotAnEmail = "not_an_email",
        /// Not a telephone number.
        NotAPhone = "not_a_phone",
        /// A telephone number that cannot receive an SMS.
        NotAMobilePhone = "not_a_mobile_phone",
        /// Not a postal code of Belarus.
        NotAPostalCode = "not_a_postal_code",
        /// Not a taxpayer's number (УНП).
        NotATaxpayerNumber = "not_a_taxpayer_number",
        /// A taxpayer's number of another kind of person: a legal entity's has digits only.
        TaxpayerNumberOfOtherKind = "taxpayer_number_of_other_kind",
        /// Not a personal identification number.
        NotAnIdentificationNumber = "not_an_identification_number",
        /// The content consists of links only (law, art. 25).
        OnlyLinks = "only_links",
        /// No such organisation, or it takes no electronic appeals (law, art. 3).
        UnknownOrganisation = "unknown_organisation",
        /// No such topic.
        UnknownTopic = "unknown_topic",
        /// The topic has sub-topics and none was chosen.
        SubtopicRequired = "subtopic_required",
        /// The sub-topic belongs to another topic.
        SubtopicOfOtherTopic = "subtopic_of_other_topic",
        /// Given although the appeal is not a complaint.
        OnlyForComplaints = "only_for_complaints",
        /// A reason that the law has for repeated appeals only.
        OnlyForRepeats = "only_for_repeats",
        /// A reason that the law has for written appeals only.
        OnlyForWritten = "only_for_written",
        /// Nobody asked the applicant anything yet.
        NothingAsked = "nothing_asked",
        /// So many replies wait to be read already: `max`.
        TooManyReplies = "too_many_replies",
        /// A mark that only oral appeals have.
        OnlyForOral = "only_for_oral",
        /// Off control, where it never was under control.
        NotControlled = "not_controlled",
        /// Off control before the day on which control began.
        DayBeforeControl = "day_before_control",
        /// The first appeal was not answered, so the second is none that repeats it (law, art. 1).
        FirstNotAnswered = "first_not_answered",
        /// An appeal is split into two questions at least (BEY-09).
        OneQuestionOnly = "one_question_only",
        /// The organisation's register has no stopped correspondence with the applicant (BEY-04; law, art. 15).
        CorrespondenceNotStopped = "correspondence_not_stopped",
        /// The correspondence stops only after a repeat that was left as unfounded (BEY-04; law, art. 21).
        NotAnUnfoundedRepeat = "not_an_unfounded_repeat",
        /// It was stopped by this appeal already (BEY-04).
        StoppedBefore = "stopped_before",
        /// The appeal is of another applicant, so the two have no common answer (BEY-02).
        AnotherApplicant = "another_applicant",
        /// The first appeal is not registered yet, or not considered any more (BEY-02; law, art. 13).
        FirstNotInWork = "first_not_in_work",
        /// The appeal named is joined to an earlier one itself (BEY-02).
        FirstIsMerged = "first_is_merged",
        /// Later appeals are joined to this one (BEY-02).
        HoldsOthers = "holds_others",
        /// The reason does not fit `number`, which is joined to the appeal (BEY-02).
        ReasonNotOfMerged = "reason_not_of_merged",
        /// All questions that are left are sent on: that is the whole appeal (CTL-03).
        AllQuestionsSentOn = "all_questions_sent_on",
        /// The results are not as many as the questions that are answered here, `count` (BEY-09).
        NotOneForEachQuestion = "not_one_for_each_question",
        /// An answer by e-mail was asked for and the profile has no address.
        AnswerNeedsEmail = "answer_needs_email",
        /// An answer that goes by post without its electronic version (REV-08).
        PaperAnswerNeedsFile = "paper_answer_needs_file",
        /// Nobody moderates what is addressed to the head personally (SUB-07).
        NobodyModerates = "nobody_moderates",
        /// Without the head's agreement (SUB-07).
        AgreementNeeded = "agreement_needed",
        /// Both an organisation of the system and one outside of it (CTL-01).
        EitherReceiver = "either_receiver",
        /// An order to an organisation that is not subordinate (CTL-02).
        NotSubordinate = "not_subordinate",
        /// A term that is over when it is set.
        TermPast = "term_past",
        /// An electronic appeal does not leave the system (law, art. 3).
        OutsideForWrittenOnly = "outside_for_written_only",
        /// Only an organisation of the system can report on what it got under control (CTL-04).
        ControlNeedsReceiver = "control_needs_receiver",
        /// A collective appeal by a legal entity (SUB-05).
        CollectiveOfLegalEntity = "collective_of_legal_entity",
        /// A collective appeal of fewer than `min` participants (law, art. 1).
        TooFewParticipants = "too_few_participants",
        /// A collective appeal without the attached list of participants (SUB-05).
        ParticipantsListRequired = "participants_list_required",
        /// The list of participants named is not among the attached files.
        ParticipantsListNotAttached = "participants_list_not_attached",
        /// More than `max` files.
        TooManyFiles = "too_many_files",
        /// A file larger than `max` bytes: `name`.
        FileTooLarge = "file_too_large",
        /// Files within a call of more than `max` bytes in all.
        FilesTooLarge = "files_too_large",
        /// A file of no bytes: `name`.
        FileEmpty = "file_empty",
        /// A file of a kind that is not accepted: `name`, `extensions`.
        FileKindNotAccepted = "file_kind_not_accepted",
        /// The declared type does not belong to the extension: `name`.
        FileTypeDiffers = "file_type_differs",
        /// A file that is not uploaded to its end: `name`.
        FileNotUploaded = "file_not_uploaded",
        /// The check of the file `name` is still under way; what is sent for good waits for it.
        FileBeingChecked = "file_being_checked",
        /// A file that was refused by the check: `name`.
        FileRefused = "file_refused",
        /// A file that is not here, or not the user's.
        FileUnknown = "file_unknown",
        /// A password that can be guessed.
        PasswordTooWeak = "password_too_weak",
        /// The repeated password differs.
        PasswordsDiffer = "passwords_differ",
        /// Not the account's password.
        WrongPassword = "wrong_password",
        /// The login is taken.
        LoginTaken = "login_taken",
        /// A login of other than Latin letters, digits, dot, dash and underscore.
        NotALogin = "not_a_login",
        /// The code is wrong: `left` attempts.
        WrongCode = "wrong_code",
        /// The code has expired; another can be asked for.
        CodeExpired = "code_expired",
        /// The consent was not given.
        ConsentRequired = "consent_required",
        /// A term before the registration date.
        TermBeforeRegistration = "term_before_registration",
        /// A term on a non-working day.
        TermOnNonWorkingDay = "term_on_non_working_day",
        /// A term after `max`, the latest lawful date.
        TermTooLate = "term_too_late",
        /// An executor's term after `max`, the appeal's own (REV-02).
        TermAfterAppeals = "term_after_appeals",
        /// A term that is over before it begins.
        TermInPast = "term_in_past",
        /// Who looks at others' appeals asks the own subordinates for access.
        NotSubordinateForAccess = "not_subordinate_for_access",
        /// One's own appeals need no access.
        OwnOrganisation = "own_organisation",
        /// Access was asked for, or is open.
        AccessAskedBefore = "access_asked_before",
        /// Nobody to whom this head can give a task.
        UnknownExecutor = "unknown_executor",
        /// An executor named twice.
        ExecutorTwice = "executor_twice",
        /// Of several executors none is responsible (REV-02).
        ResponsibleRequired = "responsible_required",
        /// A registration date before the day of submission (REG-05).
        RegistrationBeforeSubmission = "registration_before_submission",
        /// A registration date in the future.
        RegistrationInFuture = "registration_in_future",
        /// Not a registration index of the journal.
        NotARegistrationIndex = "not_a_registration_index",
        /// Not an address that messages can be sent to: https, without a password (EDM-07).
        NotAnEndpoint = "not_an_endpoint",
        /// An address of an inner network.
        PrivateAddress = "private_address",
        /// The registration index is taken in this journal and year (REG-03).
        RegistrationIndexTaken = "registration_index_taken",
        /// A record has a field of no known name: `name`.
        UnknownField = "unknown_field",
        /// A record has the field twice.
        DoubledField = "doubled_field",
        /// Not of the JSON type `expected`.
        WrongType = "wrong_type",
        /// A list of more than `max` items.
        TooManyItems = "too_many_items",
        /// A moment after now.
        DateInFuture = "date_in_future",
        /// A day before `min`.
        DateTooEarly = "date_too_early",
        /// An individual appeal of several applicants.
        SeveralApplicants = "several_applicants",
        /// Not base64.
        NotBase64 = "not_base64",
        /// Another appeal was entered under this id of the other system before: `number`.
        ExternalIdTaken = "external_id_taken",
        /// A text that is no JSON: `line`, `column`.
        NotJson = "not_json",
        /// A record of more than `max` bytes.
        RecordTooLarge = "record_too_large",
        /// A load file whose bytes are not UTF-8: `line`.
        NotUtf8 = "not_utf8",
        /// A load file in UTF-16.
        Utf16 = "utf16",
        /// A load file that is no list of records: `line`.
        NotRecords = "not_records",
        /// A load file that ends in the middle: within or after record `record`.
        FileCut = "file_cut",
        /// A load file of more than `max` records.
        TooManyRecords = "too_many_records",
        /// A load file without records.
        NoRecords = "no_records",
        /// A load file that is not the one that was uploaded: shorter, longer or gone.
        FileChanged = "file_changed",
        /// A load file of more than `max` bytes.
        LoadTooLarge = "load_too_large",
        /// A load that could not be ended; loading the file again goes on.
        LoadFailed = "load_failed",
        /// Given although the result of consideration has no such field (REV-07).
        NotOfThisResult = "not_of_this_result",
        /// A statement of withdrawal that is older than the appeal.
        DayBeforeSubmission = "day_before_submission",
        /// An appeal would have come in after it was registered, on the day `max` (REG-05).
        ReceiptAfterRegistration = "receipt_after_registration",
        /// A day of an answer, of a redirection or of execution before the day of registration.
        DayBeforeRegistration = "day_before_registration",
        /// An appeal cannot be sent on to the organisation that has it.
        RedirectedToItself = "redirected_to_itself",
        /// The organisation has, or had, this very appeal already.
        RedirectedBefore = "redirected_before",
        /// The organisation whose actions are complained about (law, art. 10).
        RedirectedToComplained = "redirected_to_complained",
        /// Where the official works whom the complaint is about (law, art. 10).
        RedirectedToComplainedEmployee = "redirected_to_complained_employee",
        /// No such appeal in the organisation.
        UnknownAppeal = "unknown_appeal",
        /// The first appeal is the repeated one itself, or came after it (SUB-12).
        NotAnEarlierAppeal = "not_an_earlier_appeal",
        /// The first appeal came more than three years before (law, art. 1).
        RepeatTooLate = "repeat_too_late",
        /// Something else has this name already.
        NameTaken = "name_taken",
        /// Not the hours of a day (REG-07).
        NotHours = "not_hours",
        /// No day of the week is worked (REG-07).
        NoWorkingDay = "no_working_day",
        /// The day lies before today (REG-07).
        DayIsOver = "day_is_over",
        /// The day is a day off already (REG-07).
        AlreadyDayOff = "already_day_off",
        /// The day is a working one already (REG-07).
        AlreadyWorkingDay = "already_working_day",
        /// Another transfer has the day already (REG-07).
        TransferredTwice = "transferred_twice",
        /// The calendar has no such day (REG-07).
        NotInCalendar = "not_in_calendar",
        /// The calendar would not hold together (REG-07).
        CalendarUnfit = "calendar_unfit",
        /// Another organisation has the code in СМДО (SMD-01).
        CodeTaken = "code_taken",
    }
}

impl FaultCode {
    /// The key of the text in the locale files: `fault-too-long`.
    #[must_use]
    pub fn locale_key(self) -> String {
        format!("fault-{}", self.code().replace('_', "-"))
    }
}

/// A value that the text of a fault is filled in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Param {
    /// A number, so that the language's plural rules apply.
    Number(i64),
    /// Text as it is.
    Text(String),
}

impl From<i64> for Param {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Param {
    fn from(value: u64) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// A field's fault (SUB-02: each fault names its field).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Path of the field as in JSON pointers without the first slash: `content`, `address/postal_code`, `files/2`.
    pub field: String,
    /// What is wrong.
    pub code: FaultCode,
    /// What the text is filled in with, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Param>,
}

/// All that is wrong with a form; an empty list means that nothing is.
pub type Faults = Vec<Fault>;

impl Fault {
    /// A fault of a field, without parameters.
    pub fn new(field: impl Into<String>, code: FaultCode) -> Self {
        Self {
            field: field.into(),
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same fault with one parameter more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same fault as it can be kept: no text of the database holds a zero byte.
    #[must_use]
    pub fn without_control_characters(mut self) -> Self {
        self.field.retain(|character| !character.is_control());
        for value in self.params.values_mut() {
            if let Param::Text(text) = value {
                text.retain(|character| !character.is_control());
            }
        }
        self
    }

    /// The same fault inside a part of a larger form: `postal_code` becomes `address/postal_code`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        self.field = if self.field.is_empty() {
            parent.to_owned()
        } else {
            format!("{parent}/{}", self.field)
        };
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-02
    #[test]
    fn a_fault_names_its_field_and_carries_what_its_text_needs() {
        let fault = Fault::new("postal_code", FaultCode::TooLong)
            .with("max", 6_usize)
            .under("address");
        let json = serde_json::to_value(&fault).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"field": "address/postal_code", "code": "too_long", "params": {"max": 6}})
        );
        assert_eq!(serde_json::from_value::<Fault>(json).unwrap(), fault);
        assert_eq!(FaultCode::TooLong.locale_key(), "fault-too-long");
    }
}
