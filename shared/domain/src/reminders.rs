//! When officials are reminded of terms (CTL-09): by a ladder of days before and after the last day, on mornings of
//! working days. What was sent is kept elsewhere; here is only which step a day has reached, so that a day that was
//! missed, a term that was moved or a run that is repeated needs no rule of its own.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::{Calendar, Fault, FaultCode, Faults, Role, coded::coded_enum, minsk};

coded_enum! {
    /// A clock of an appeal whose end officials are reminded of.
    pub enum TermClock {
        /// The review term (law, art. 17; REG-06).
        Review = "review",
        /// The five working days for redirecting and for the notice of leaving without consideration (REG-06a).
        Notice = "notice",
        /// The limit of registration (REG-04).
        Registration = "registration",
        /// An executor's own term by a resolution (REV-02).
        Execution = "execution",
        /// What another organisation asked or ordered is to be answered (CTL-01, CTL-02, CTL-04).
        Assignment = "assignment",
        /// The answer of another organisation is due to the one that asked (CTL-01, CTL-02, CTL-04).
        Control = "control",
        /// No term: so many working days without any event, told once for each silence (BEY-07). Its ladder's repetition is
        /// that number of days; none: nobody looks.
        Silence = "silence",
    }
}

/// Who is reminded of every appeal of the organisation; executors are reminded of what was given to them.
pub const REMINDED: [Role; 4] = [
    Role::Clerk,
    Role::OrganisationHead,
    Role::OrganisationDeputyHead,
    Role::Head,
];

/// Who is reminded besides of what waits for moderation: nobody can register it before (SUB-07).
pub const MODERATES: Role = Role::AuthorisedPerson;

/// Reminders go out from this hour of Minsk, or from the beginning of the day's hours where that is earlier.
const MORNING: u32 = 8;

/// Working days without an event after which officials are told, where the organisation has not set its own.
const SILENT_DAYS: u16 = 5;

/// On which days around the last day of a term reminders are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Calendar days before the last day, each once, the most first; 0 is the last day itself.
    before: Vec<u16>,
    /// After the last day again each so many calendar days; `None`: not any more.
    every_after: Option<u16>,
}

impl Ladder {
    /// Days before the last day: more is earlier than any term begins.
    pub const MOST_BEFORE: u16 = 30;
    /// The rarest repetition after the last day, in days.
    pub const MOST_BETWEEN: u16 = 30;
    /// Steps before the last day at most.
    pub const MOST_STEPS: usize = 10;

    /// A ladder. Steps may come in any order and twice; those that are out of range are left out.
    #[must_use]
    pub fn new(before: impl IntoIterator<Item = u16>, every_after: Option<u16>) -> Self {
        let mut before: Vec<u16> = before
            .into_iter()
            .filter(|days| *days <= Self::MOST_BEFORE)
            .collect();
        before.sort_unstable_by(|one, other| other.cmp(one));
        before.dedup();
        before.truncate(Self::MOST_STEPS);
        let every_after = every_after.filter(|days| (1..=Self::MOST_BETWEEN).contains(days));
        Self {
            before,
            every_after,
        }
    }

    /// The ladder of an organisation that has not set its own. Registration has no days before: it is due on the day of
    /// submission or the next working one, and the clerk was told at once. The notice's clock is not repeated: after its
    /// five days nothing can be redirected any more, the appeal is being considered.
    #[must_use]
    pub fn usual(clock: TermClock) -> Self {
        match clock {
            TermClock::Review | TermClock::Execution | TermClock::Assignment => Self::new([5, 2, 0], Some(3)),
            // Whoever waits cannot hurry it: on the last day and after.
            TermClock::Control => Self::new([0], Some(3)),
            TermClock::Notice => Self::new([5, 2, 0], None),
            TermClock::Registration => Self::new([], Some(3)),
            TermClock::Silence => Self::new([], Some(SILENT_DAYS)),
        }
    }

    /// Reads what an administrator typed: `5, 2, 0`, and a number of days or nothing.
    ///
    /// # Errors
    /// Faults of the fields `<clock>_before` and `<clock>_after`.
    pub fn read(clock: TermClock, before: &str, every_after: &str) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut number = |field: &str, typed: &str, least: u16, most: u16| {
            let field = format!("{clock}_{field}");
            match typed.parse::<u16>() {
                Ok(number) if (least..=most).contains(&number) => Some(number),
                Ok(_) => {
                    let fault = Fault::new(field, FaultCode::OutOfRange);
                    faults.push(fault.with("min", i64::from(least)).with("max", i64::from(most)));
                    None
                }
                Err(_) => {
                    faults.push(Fault::new(field, FaultCode::NotANumber));
                    None
                }
            }
        };
        let mut steps = Vec::new();
        for typed in before.split([',', ';', ' ']).filter(|typed| !typed.is_empty()) {
            match number("before", typed, 0, Self::MOST_BEFORE) {
                Some(days) => steps.push(days),
                None => break,
            }
        }
        let every_after = match every_after.trim() {
            "" => None,
            typed => number("after", typed, 1, Self::MOST_BETWEEN),
        };
        if steps.len() > Self::MOST_STEPS {
            let fault = Fault::new(format!("{clock}_before"), FaultCode::OutOfRange);
            faults.push(fault.with("min", 0_i64).with("max", Self::MOST_STEPS));
        }
        if faults.is_empty() {
            Ok(Self::new(steps, every_after))
        } else {
            Err(faults)
        }
    }

    /// Days before the last day, the most first.
    #[must_use]
    pub fn before(&self) -> &[u16] {
        &self.before
    }

    /// After the last day again each so many days.
    #[must_use]
    pub const fn every_after(&self) -> Option<u16> {
        self.every_after
    }

    /// The latest last day of a term that may have a step today or earlier: the first step's days, and as many more as a
    /// row of non-working days may move it forward.
    #[must_use]
    pub fn horizon(&self, today: NaiveDate) -> NaiveDate {
        let most = u64::from(self.before.first().copied().unwrap_or(0));
        today + Days::new(most + 15)
    }

    /// The step that `today` has reached, in days from the last day (before it negative): the latest of those whose day
    /// has come. A step before the term that would fall on a non-working day is due on the last working day before, one
    /// after the term on the next working day. `set_on` is the day when the term was set: what was to be said by then
    /// does not need saying. None: no step's day has come.
    #[must_use]
    pub fn step(
        &self,
        clock: TermClock,
        due: NaiveDate,
        set_on: NaiveDate,
        today: NaiveDate,
        calendar: &Calendar,
    ) -> Option<i32> {
        let reached = |day: NaiveDate| day <= today && day > set_on;
        if let Some(every) = self.every_after {
            // A registration that is late is told the next morning; of a review it is known well before.
            let first = match clock {
                TermClock::Registration => 1,
                TermClock::Review
                | TermClock::Notice
                | TermClock::Execution
                | TermClock::Assignment
                | TermClock::Control
                | TermClock::Silence => i64::from(every),
            };
            let mut step = (today - due).num_days() - first;
            step -= step.rem_euclid(i64::from(every));
            while step >= 0 {
                let days = u64::try_from(first + step).unwrap_or(0);
                let day = calendar.next_working_on_or_after(due + Days::new(days));
                if reached(day) {
                    return i32::try_from(first + step).ok();
                }
                if day <= set_on {
                    break;
                }
                step -= i64::from(every);
            }
        }
        let last_first = self.before.iter().rev();
        last_first
            .map(|days| (*days, due - Days::new(u64::from(*days))))
            .find(|(_, day)| reached(calendar.last_working_on_or_before(*day)))
            .map(|(days, _)| -i32::from(days))
    }
}

/// The first of the last `working_days` working days before today: an appeal whose last event is older has been silent
/// through all of them (BEY-07).
#[must_use]
pub fn silent_before(today: NaiveDate, working_days: u16, calendar: &Calendar) -> NaiveDate {
    (0..working_days).fold(today, |day, _| calendar.last_working_on_or_before(day - Days::new(1)))
}

/// Whether reminders go out at this moment: on a working day of the organisation, from the morning until its end.
/// What came too late for a day goes out on the next working morning.
#[must_use]
pub fn is_time(now: DateTime<Utc>, calendar: &Calendar) -> bool {
    let local = minsk::local(now);
    let morning = NaiveTime::from_hms_opt(MORNING, 0, 0).expect("an hour of the day");
    calendar.hours(local.date()).is_some_and(|hours| {
        let begin = hours.start().min(morning);
        (begin..hours.end()).contains(&local.time())
    })
}

#[cfg(test)]
mod tests;
