//! End to end: the whole system as real processes, used by its pages.

mod smoke;
