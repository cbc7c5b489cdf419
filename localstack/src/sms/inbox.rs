//! What the gateway has taken: a file with a JSON line a message, written to the disk
//! before the sender gets an answer, and read again at start.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One message as a phone would have got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The gateway's own reference, the same for both copies of a message delivered twice.
    pub id: Uuid,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// The way it came: `http` or `smpp`.
    pub way: String,
    /// The phone, as given.
    pub to: String,
    /// The sender's name or number, as given.
    #[serde(default)]
    pub sender: String,
    /// The whole text, parts put together.
    pub text: String,
    /// The sender's own key, when it gave one.
    #[serde(default)]
    pub idempotency_key: Option<String>,
}

/// How the gateway behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Takes each message and says so.
    #[default]
    Ok,
    /// Takes nothing and says that it is out of order.
    Fail,
    /// Takes each message and answers late.
    Slow,
    /// Delivers each message twice.
    Twice,
    /// Refuses the number for good.
    Refuse,
    /// Takes each message and closes the line without an answer.
    Silent,
}

/// What `POST /control` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Control {
    /// The behaviour from now on.
    pub mode: Mode,
    /// How late a slow answer is, in milliseconds.
    #[serde(default)]
    pub delay: u64,
    /// For how many messages; not given: until set anew.
    #[serde(default)]
    pub count: Option<u32>,
}

/// All messages taken, and the behaviour set.
pub struct Inbox {
    inner: Mutex<Inner>,
}

struct Inner {
    file: File,
    messages: Vec<Message>,
    by_key: HashMap<String, Uuid>,
    control: Control,
}

impl Inbox {
    /// The inbox kept in `path`; a last line cut off by a crash is dropped.
    ///
    /// # Errors
    /// When the file can be neither read nor made.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::options().create(true).append(true).read(true).open(path)
            .with_context(|| format!("opening {}", path.display()))?;
        let mut messages: Vec<Message> = Vec::new();
        let mut whole = 0;
        for line in BufReader::new(&file).split(b'\n') {
            let line = line?;
            let Ok(message) = serde_json::from_slice(&line) else { break };
            whole += line.len() as u64 + 1;
            messages.push(message);
        }
        if file.metadata()?.len() < whole {
            // The last line is whole, only its end of line is missing.
            file.write_all(b"\n")?;
        } else {
            file.set_len(whole)?;
        }
        let by_key = messages
            .iter()
            .filter_map(|message| Some((message.idempotency_key.clone()?, message.id)))
            .collect();
        let control = Control::default();
        Ok(Self { inner: Mutex::new(Inner { file, messages, by_key, control }) })
    }

    /// Keeps a message, on the disk when this returns. One that comes again with a
    /// known key is not kept twice; its first id is given. `copies` is how often the phone gets it.
    ///
    /// # Errors
    /// When it cannot be written: it is then not taken.
    pub fn take(&self, message: Message, copies: usize) -> Result<Uuid> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = message.idempotency_key.as_ref().and_then(|key| inner.by_key.get(key)) {
            return Ok(*known);
        }
        let mut line = serde_json::to_vec(&message)?;
        line.push(b'\n');
        let before = inner.file.metadata()?.len();
        let written = inner.file.write_all(&line.repeat(copies)).and_then(|()| inner.file.sync_data());
        if let Err(error) = written {
            // Half a line would spoil the next one.
            inner.file.set_len(before)?;
            return Err(error).context("keeping a message");
        }
        if let Some(key) = &message.idempotency_key {
            inner.by_key.insert(key.clone(), message.id);
        }
        let id = message.id;
        inner.messages.extend(std::iter::repeat_n(message, copies));
        Ok(id)
    }

    /// The messages to `to` (all when `None`), the oldest first. Phones are compared by their digits.
    #[must_use]
    pub fn messages(&self, to: Option<&str>) -> Vec<Message> {
        let wanted = to.map(digits);
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner
            .messages
            .iter()
            .filter(|message| wanted.as_ref().is_none_or(|wanted| digits(&message.to) == *wanted))
            .cloned()
            .collect()
    }

    /// Sets the behaviour.
    pub fn set(&self, control: Control) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).control = control;
    }

    /// The behaviour for one message that has just come; counts it.
    pub fn behaviour(&self) -> Control {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let now = inner.control;
        if let Some(count) = now.count {
            let left = count.saturating_sub(1);
            inner.control = if left == 0 { Control::default() } else { Control { count: Some(left), ..now } };
        }
        now
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, key: Option<&str>) -> Message {
        Message {
            id: Uuid::new_v4(),
            at: DateTime::UNIX_EPOCH,
            way: "http".into(),
            to: "+375 29 123-45-67".into(),
            sender: "Zvarot".into(),
            text: text.into(),
            idempotency_key: key.map(str::to_owned),
        }
    }

    #[test]
    fn messages_survive_and_a_line_cut_off_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sms/inbox.jsonl");
        let first = message("Ваш код 123456", Some("one"));
        Inbox::open(&path).unwrap().take(first.clone(), 1).unwrap();
        let whole = fs::read(&path).unwrap();

        let cut: [Vec<u8>; 3] = [
            [whole.as_slice(), b"{\"id\":\"0"].concat(),
            whole.clone(),
            whole[..whole.len() - 1].to_vec(),
        ];
        for left in cut {
            fs::write(&path, left).unwrap();
            let inbox = Inbox::open(&path).unwrap();
            assert_eq!(inbox.messages(Some("375291234567")), vec![first.clone()]);
            inbox.take(message("другое", None), 1).unwrap();
            assert_eq!(Inbox::open(&path).unwrap().messages(None).len(), 2);
        }
    }

    #[test]
    fn a_known_key_is_not_kept_twice_even_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.jsonl");
        let first = Inbox::open(&path).unwrap().take(message("a", Some("key")), 1).unwrap();
        let inbox = Inbox::open(&path).unwrap();
        assert_eq!(inbox.take(message("a", Some("key")), 1).unwrap(), first);
        assert_eq!(inbox.messages(None).len(), 1);
        assert_eq!(inbox.messages(Some("+375291111111")), vec![]);
    }

    #[test]
    fn a_counted_behaviour_ends_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(&folder.path().join("inbox.jsonl")).unwrap();
        inbox.set(Control { mode: Mode::Fail, delay: 0, count: Some(2) });
        let seen: Vec<Mode> = (0..3).map(|_| inbox.behaviour().mode).collect();
        assert_eq!(seen, [Mode::Fail, Mode::Fail, Mode::Ok]);
    }
}
