//! smoke
use zvarot_tests::{Person, System};

#[tokio::test]
async fn the_home_page_opens() {
    let system = System::builder().start().await;
    let page = Person::new(&system).open("/").await.good();
    assert!(!page.heading().is_empty());
}
