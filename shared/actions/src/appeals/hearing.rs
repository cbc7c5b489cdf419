//! Who hears of what is done with several joined appeals at once: each applicant one time, of all the own ones (NOT-02, BEY-02).

use serde_json::{Value, json};
use zvarot_domain::{AccountId, AppealNumber};

/// Appeals that something is done with at once, in the order in which their applicants hear of them.
pub(super) struct Hearing {
    all: Vec<(AppealNumber, Option<AccountId>)>,
}

impl Hearing {
    /// Each with the cabinet in which it is heard of; none: nobody hears of it.
    pub(super) fn of(all: impl IntoIterator<Item = (AppealNumber, Option<AccountId>)>) -> Self {
        Self { all: all.into_iter().collect() }
    }

    /// What the event of one of them holds besides: `told_of`, the numbers of the same applicant's others, which this event tells of
    /// too; or `told_with`, the number of the one whose event tells of this one.
    pub(super) fn mark(&self, number: AppealNumber, mut data: Value) -> Value {
        let Some((_, Some(account))) = self.all.iter().find(|(one, _)| *one == number) else {
            return data;
        };
        let own: Vec<AppealNumber> = self.all.iter().filter(|(_, of)| *of == Some(*account)).map(|(one, _)| *one).collect();
        match own.split_first() {
            Some((teller, rest)) if *teller == number && !rest.is_empty() => {
                data["told_of"] = json!(rest.iter().map(ToString::to_string).collect::<Vec<_>>());
            }
            Some((teller, _)) if *teller != number => data["told_with"] = json!(teller.to_string()),
            _ => {}
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // REQ: NOT-02
    // REQ: BEY-02
    #[test]
    fn each_applicant_hears_by_one_event_of_all_the_own_appeals() {
        let numbers: Vec<AppealNumber> = (1..=5).map(|place| AppealNumber::from_sequence(place, &[7; 16]).expect("in range")).collect();
        let account = |number: u128| Some(AccountId(Uuid::from_u128(number)));
        let accounts = [account(1), None, account(1), account(2), account(1)];
        let hearing = Hearing::of(numbers.iter().copied().zip(accounts));
        let [first, _, third, _, fifth] = [0, 1, 2, 3, 4].map(|place: usize| numbers[place].to_string());
        let marks = [json!({ "told_of": [third, fifth] }), json!({}), json!({ "told_with": first }), json!({}), json!({ "told_with": first })];
        for (number, mark) in numbers.iter().zip(marks) {
            assert_eq!(hearing.mark(*number, json!({})), mark, "{number}");
        }
        assert_eq!(Hearing::of([]).mark(numbers[0], json!({ "on": 1 })), json!({ "on": 1 }));
    }
}
