//! What the system withstands: processes killed, held and doubled, servers away, disks that refuse, queues spoiled.

mod clients;
mod doubled;
mod exchange;
mod killing;
mod outages;
mod presigned;
mod queue;

use zvarot_tests::{Account, Appeal, PASSWORD, Person, System, until};

/// An applicant at a browser, signed in, who repeats what gets no answer.
async fn signed_in(system: &System, account: &Account) -> Person {
    let person = Person::new(system).patient(std::time::Duration::from_secs(180));
    person.sign_in(&account.login, PASSWORD).await;
    person
}

/// The clerk of the demo's first organisation.
async fn clerk(system: &System) -> Person {
    let clerk = Person::new(system).patient(std::time::Duration::from_secs(180));
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    clerk
}

/// An appeal to that organisation.
async fn appeal(system: &System, about: &str) -> Appeal {
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    Appeal { organisation, content: format!("Прошу отремонтировать подъезд: {about}.") }
}

/// Waits until nothing is to be done any more. What a worker left half-way in handing over is not sent again by
/// itself (decision 3), so its job only waits for the operator's list.
async fn until_all_is_done(system: &System) {
    until("all jobs are done", async || {
        let open = system
            .count(
                "SELECT count(*) FROM jobs WHERE state <> 'failed' AND NOT EXISTS (
                    SELECT FROM deliveries WHERE state = 'handing_over' AND jobs.payload->>'delivery_id' = deliveries.id::text)",
            )
            .await;
        open == 0
    })
    .await;
    assert_eq!(system.count("SELECT count(*) FROM jobs WHERE state = 'failed'").await, 0, "no job has failed for good");
}
