//! Sessions end by themselves, at their owner's wish everywhere at once, and sign-in is locked after failures.

use zvarot_tests::{Function, PASSWORD, Person, System};

// REQ: IDN-03
#[tokio::test]
async fn a_session_ends_after_a_quarter_of_an_hour_of_inactivity() {
    let system = System::builder().functions(&[Function::Front]).start().await;
    let person = Person::new(&system);
    person.sign_in("person1", PASSWORD).await;
    idle(&system, 14).await;
    assert!(is_in(&person).await, "fourteen minutes are not yet fifteen");
    idle(&system, 14).await;
    assert!(is_in(&person).await, "the page opened before counted as activity");
    idle(&system, 16).await;
    assert!(!is_in(&person).await, "the session has ended");
}

// REQ: IDN-03
#[tokio::test]
async fn its_owner_ends_every_session_at_once() {
    let system = System::builder().functions(&[Function::Front]).start().await;
    let (desk, telephone, other) = (Person::new(&system), Person::new(&system), Person::new(&system));
    desk.sign_in("person1", PASSWORD).await;
    telephone.sign_in("person1", PASSWORD).await;
    other.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    let form = desk.open("/profile").await.form("/sign-out").press("everywhere", "yes");
    desk.send(&form).await;
    assert!(!is_in(&desk).await && !is_in(&telephone).await, "both are signed out");
    assert_eq!(other.open("/work").await.path(), "/work", "other people's sessions live on");
}

/// Lets so many minutes pass for every session.
async fn idle(system: &System, minutes: i32) {
    sqlx::query("UPDATE sessions SET last_seen_at = last_seen_at - make_interval(mins => $1)")
        .bind(minutes)
        .execute(&system.database)
        .await
        .expect("sessions can be aged");
}

/// Whether the cabinet opens.
async fn is_in(person: &Person) -> bool {
    person.open("/appeals").await.path() == "/appeals"
}
