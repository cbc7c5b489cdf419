//! An appeal with several questions (BEY-09; law, art. 14): it is considered when every one of them is, so each has its own
//! topic and its own result. The clerk splits it; what is asked stays as the applicant wrote it.

use crate::{Fault, FaultCode, Faults};

/// Questions of one appeal at most.
pub const QUESTIONS_AT_MOST: usize = 20;
/// Characters of a question at most.
pub const QUESTION_LENGTH: usize = 1000;

/// A question as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionForm {
    pub text: String,
    /// The code of a topic or sub-topic.
    pub topic_code: String,
}

/// Reads the questions; rows without a text and a topic do not count. None: the appeal is not split. Whether the topics
/// exist is the caller's to look up.
///
/// # Errors
/// Faults of `questions/<row>/text`, `questions/<row>/topic`, and of `questions/0/text` where there is only one.
pub fn read(forms: &[QuestionForm]) -> Result<Vec<QuestionForm>, Faults> {
    let mut faults = Faults::new();
    let mut read = Vec::new();
    for (row, form) in forms.iter().enumerate() {
        let (text, topic_code) = (form.text.trim().replace("\r\n", "\n"), form.topic_code.trim().to_owned());
        if text.is_empty() && topic_code.is_empty() {
            continue;
        }
        let length = text.chars().count();
        if text.is_empty() {
            faults.push(Fault::new(format!("questions/{row}/text"), FaultCode::Required));
        } else if length > QUESTION_LENGTH {
            let fault = Fault::new(format!("questions/{row}/text"), FaultCode::TooLong);
            faults.push(fault.with("max", QUESTION_LENGTH).with("over", length - QUESTION_LENGTH));
        }
        if topic_code.is_empty() {
            faults.push(Fault::new(format!("questions/{row}/topic"), FaultCode::Required));
        }
        read.push(QuestionForm { text, topic_code });
    }
    if faults.is_empty() && read.len() == 1 {
        faults.push(Fault::new("questions/0/text", FaultCode::OneQuestionOnly));
    }
    if read.len() > QUESTIONS_AT_MOST {
        faults.push(Fault::new("questions/0/text", FaultCode::TooManyItems).with("max", QUESTIONS_AT_MOST));
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, topic: &str) -> QuestionForm {
        QuestionForm { text: text.to_owned(), topic_code: topic.to_owned() }
    }

    // REQ: BEY-09
    #[test]
    fn an_appeal_is_split_into_two_questions_and_more_each_with_its_topic() {
        let empty = typed(" ", "");
        let (roof, lift) = (typed(" О крыше ", "07-08"), typed("О лифте", "07-09"));
        let split = read(&[roof.clone(), empty.clone(), lift.clone()]).unwrap();
        assert_eq!(split, [typed("О крыше", "07-08"), lift.clone()]);
        assert_eq!(read(&[empty.clone(), empty]).unwrap(), []);
        let faults = |forms: &[QuestionForm]| {
            let faults = read(forms).unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
        };
        assert_eq!(faults(&[roof.clone()]), [("questions/0/text".to_owned(), FaultCode::OneQuestionOnly)]);
        assert_eq!(faults(&[roof.clone(), typed("", "07")]), [("questions/1/text".to_owned(), FaultCode::Required)]);
        assert_eq!(faults(&[roof.clone(), typed("О лифте", "")]), [("questions/1/topic".to_owned(), FaultCode::Required)]);
        assert_eq!(faults(&[roof.clone(), typed(&"а".repeat(1001), "07")])[0].1, FaultCode::TooLong);
        assert_eq!(faults(&vec![roof; 21])[0].1, FaultCode::TooManyItems);
    }
}
