//! Messages that this process has kept a moment ago: the job that looks at one need not read from the storage what was just put
//! there. Nothing depends on it: what is not here is read.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;

/// Only small ones are kept, as acknowledgements are; bytes.
const LARGEST: usize = 16 * 1024;
const MOST: usize = 512;

#[derive(Default)]
pub(crate) struct Recent(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_key: HashMap<String, Bytes>,
    /// The oldest first; some of them have been taken.
    order: VecDeque<String>,
}

impl Recent {
    /// Keeps an object that is in the storage.
    pub(crate) fn put(&self, key: &str, bytes: &Bytes) {
        if bytes.len() > LARGEST {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A slice would keep the whole page of packages that it is a part of.
        kept.by_key.insert(key.to_owned(), Bytes::copy_from_slice(bytes));
        kept.order.push_back(key.to_owned());
        while kept.order.len() > MOST
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.by_key.remove(&oldest);
        }
    }

    /// The object, once.
    pub(crate) fn take(&self, key: &str) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.remove(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_kept_and_each_is_given_once() {
        let recent = Recent::default();
        recent.put("large", &Bytes::from(vec![0; LARGEST + 1]));
        for number in 0..=MOST {
            recent.put(&number.to_string(), &Bytes::from_static(b"{}"));
        }
        assert_eq!((recent.take("large"), recent.take("0")), (None, None));
        assert_eq!((recent.take("1"), recent.take("1")), (Some(Bytes::from_static(b"{}")), None));
    }
}
