//! The queries and the embedded migrations are checked anew when a migration changes.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
