//! Single questions to the database put together: those that come while one statement runs are put by the next. Where there
//! is little to do each is put at once; where there is much, one statement serves many.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

/// Questions put by one statement at most.
const AT_MOST: usize = 200;

type Answer<A> = Result<A, Arc<sqlx::Error>>;

/// Puts questions of one kind to the database.
pub struct Together<Q, A> {
    questions: mpsc::UnboundedSender<(Q, oneshot::Sender<Answer<A>>)>,
}

impl<Q: Send + 'static, A: Send + 'static> Together<Q, A> {
    /// `put` answers some questions in their order. One that fails, or panics, fails all that were put with it, and no others.
    pub fn new<F>(put: impl Fn(Vec<Q>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = sqlx::Result<Vec<A>>> + Send + 'static,
    {
        let (questions, mut waiting) = mpsc::unbounded_channel::<(Q, oneshot::Sender<Answer<A>>)>();
        tokio::spawn(async move {
            let mut some = Vec::with_capacity(AT_MOST);
            while waiting.recv_many(&mut some, AT_MOST).await > 0 {
                let (asked, askers): (Vec<Q>, Vec<_>) = some.drain(..).unzip();
                let answered = tokio::spawn(put(asked)).await.unwrap_or(Err(sqlx::Error::WorkerCrashed));
                match answered {
                    // Whoever has gone away meanwhile needs no answer.
                    Ok(answers) => askers.into_iter().zip(answers).for_each(|(asker, answer)| drop(asker.send(Ok(answer)))),
                    Err(error) => {
                        let error = Arc::new(error);
                        askers.into_iter().for_each(|asker| drop(asker.send(Err(error.clone()))));
                    }
                }
            }
        });
        Self { questions }
    }

    /// The answer to one question.
    ///
    /// # Errors
    /// The database's.
    pub async fn ask(&self, question: Q) -> Result<A, Arc<sqlx::Error>> {
        let (asker, answer) = oneshot::channel();
        let gone = || Arc::new(sqlx::Error::WorkerCrashed);
        self.questions.send((question, asker)).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use futures_util::future::join_all;
    use tokio::sync::Semaphore;

    use super::Together;

    #[tokio::test]
    async fn what_comes_while_one_statement_runs_is_put_by_the_next() {
        let (statements, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(1)));
        let (counted, passed) = (statements.clone(), gate.clone());
        let together = Together::new(move |asked: Vec<usize>| {
            let (counted, passed) = (counted.clone(), passed.clone());
            async move {
                counted.fetch_add(1, Ordering::SeqCst);
                passed.acquire().await.expect("open").forget();
                Ok(asked.into_iter().map(|number| number * 2).collect())
            }
        });
        assert_eq!(together.ask(21).await.expect("an answer"), 42);
        let asking = join_all((0..100).map(|number| together.ask(number)));
        let opening = async {
            // The first of them waits; all others come meanwhile.
            while statements.load(Ordering::SeqCst) < 2 {
                tokio::task::yield_now().await;
            }
            gate.add_permits(100);
        };
        let (answers, ()) = tokio::join!(asking, opening);
        let answers: Vec<usize> = answers.into_iter().map(|answer| answer.expect("an answer")).collect();
        assert_eq!(answers, (0..100).map(|number| number * 2).collect::<Vec<_>>());
        assert!(statements.load(Ordering::SeqCst) <= 3);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_of_those_who_asked_and_the_next_are_answered() {
        let together: Together<u8, u8> = Together::new(|asked: Vec<u8>| async move {
            assert!(!asked.contains(&13), "unlucky");
            Ok(asked)
        });
        assert!(together.ask(13).await.is_err());
        assert_eq!(together.ask(7).await.expect("an answer"), 7);
    }

    #[tokio::test]
    async fn a_statement_that_fails_is_told_to_all_who_asked() {
        let together: Together<u8, u8> = Together::new(|_| async { Err(sqlx::Error::PoolTimedOut) });
        let answers = join_all((0..5).map(|number| together.ask(number))).await;
        assert!(answers.iter().all(|answer| matches!(answer.as_ref().map_err(AsRef::as_ref), Err(sqlx::Error::PoolTimedOut))));
    }
}
