//! Reads what the repository says about itself. The tests of this crate hold the files under `infra/`, the licences and
//! the directions of dependencies to what is promised of them.
