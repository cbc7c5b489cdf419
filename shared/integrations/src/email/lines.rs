//! Lines to the relay that have carried a letter well and can carry another: under load the greeting, TLS and sign-in are
//! not said for each letter.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::time::timeout;

/// So long a line is kept without a letter. Relays hang up much later (RFC 5321, 4.5.3.2.7: five minutes).
const KEPT_FOR: Duration = Duration::from_secs(5);
/// After so many letters a line is given up: relays that balance their load count on it.
const LETTERS_A_LINE: u32 = 100;
/// So long the relay may take to say goodbye.
const SHORT: Duration = Duration::from_secs(5);

/// A line on which everything up to naming the sender has been said.
pub(super) struct Line {
    connection: AsyncSmtpConnection,
    letters: u32,
    since: Instant,
}

impl Line {
    pub fn new(connection: AsyncSmtpConnection) -> Self {
        Self { connection, letters: 0, since: Instant::now() }
    }

    pub fn connection(&mut self) -> &mut AsyncSmtpConnection {
        &mut self.connection
    }

    /// Says goodbye without being waited for.
    pub fn leave(mut self) {
        tokio::spawn(async move { timeout(SHORT, self.connection.abort()).await });
    }
}

/// The lines that nobody uses now.
#[derive(Default)]
pub(super) struct Lines {
    idle: Mutex<Vec<Line>>,
}

impl Lines {
    /// The line used last, if that is a short while ago. Whether the relay is still there shows when it is used.
    pub fn take(&self) -> Option<Line> {
        let line = self.newest()?;
        if line.since.elapsed() < KEPT_FOR {
            return Some(line);
        }
        line.leave();
        None
    }

    fn newest(&self) -> Option<Line> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Keeps a line whose letter the relay has taken, for a while.
    pub fn keep(self: &Arc<Self>, mut line: Line) {
        line.letters += 1;
        line.since = Instant::now();
        if line.letters >= LETTERS_A_LINE {
            return line.leave();
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        let lines = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(KEPT_FOR).await;
            lines.leave_old();
        });
    }

    fn leave_old(&self) {
        let old: Vec<Line> = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let old = idle.iter().position(|line| line.since.elapsed() < KEPT_FOR).unwrap_or(idle.len());
            idle.drain(..old).collect()
        };
        old.into_iter().for_each(Line::leave);
    }
}
