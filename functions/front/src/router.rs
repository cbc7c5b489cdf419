//! Every route of the pages, on one screen.

use axum::routing::{get, post};
use axum::{Router, middleware};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use zvarot_platform::{Platform, health};

use crate::context::Front;
use crate::pages::appeals::{again, card, documents, draft, list, new, receipt, reply, similar, withdraw};
use crate::pages::{
    access, activate, answers, design, employees, exchange, files, home, hours, journal, keys, loads, notices, operator, password, profile, reminders, reports,
    session, signin, signup, status, suggest, templates, uploads, webhooks, work,
};

/// The pages, ready to be served.
///
/// # Errors
/// A variable of the configuration that is missing or wrong.
pub async fn router(platform: &Platform) -> anyhow::Result<Router> {
    let front = Front::start(platform).await?;
    let objects = front.objects.clone();
    let storage = health::check("storage", move || {
        let objects = objects.clone();
        async move { objects.ready().await.is_ok() }
    });
    let pages = pages(&front)
        .fallback(zvarot_web::not_found)
        .method_not_allowed_fallback(zvarot_web::method_not_allowed)
        // Inside of the pages' layer, which shows the refusal in the reader's language.
        .layer(RequestBodyLimitLayer::new(platform.body_limit()))
        .layer(middleware::from_fn_with_state(
            front.web.clone(),
            zvarot_web::layer,
        ))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .with_state(front);
    Ok(pages.merge(health::router(platform, vec![storage])))
}

#[rustfmt::skip]
fn pages(front: &Front) -> Router<Front> {
    let router = Router::new()
        .route("/", get(home::page))
        .route("/static/{file}", get(zvarot_web::serve_asset))
        .route("/language/{code}", get(zvarot_web::switch_language))
        .route("/answers", get(answers::list))
        .route("/answers/{id}", get(answers::one))
        .route("/status", get(status::page).post(status::find))
        // the way in
        .route("/sign-in", get(signin::page).post(signin::submit))
        .route("/forgotten-password", get(password::forgotten).post(password::ask))
        .route("/new-password/{token}", get(password::new).post(password::set))
        .route("/password", get(password::page).post(password::change))
        .route("/sign-out", post(session::sign_out))
        .route("/session", get(session::state))
        .route("/sign-up", get(signup::kinds))
        .route("/sign-up/{kind}", get(signup::page).post(signup::submit))
        .route("/activate", get(activate::page).post(activate::submit))
        .route("/activate/again", post(activate::again))
        .route("/activate/phone", post(activate::phone))
        .route("/confirm-email/{token}", get(activate::email).post(activate::confirm_email))
        // the applicant's cabinet
        .route("/profile", get(profile::page).post(profile::change))
        .route("/profile/contacts", post(profile::contacts))
        .route("/profile/email-link", post(profile::email_link))
        .route("/profile/messages", post(profile::messages))
        .route("/notices", get(notices::page))
        .route("/notices/choices", get(notices::choices).post(notices::choose))
        .route("/appeals", get(list::page))
        .route("/appeals/new", get(new::page).post(new::begin))
        .route("/drafts/{id}", get(draft::page).post(draft::submit))
        .route("/drafts/{id}/autosave", post(draft::autosave))
        .route("/drafts/{id}/remove", post(draft::remove))
        .route("/drafts/{id}/similar", get(similar::part))
        .route("/drafts/{id}/before", get(similar::before))
        .route("/drafts/{id}/file", get(uploads::form::choose).post(uploads::form::declare))
        .route("/appeals/{number}", get(card::page))
        .route("/appeals/{number}/receipt", get(receipt::page))
        .route("/appeals/{number}/withdraw", get(withdraw::page).post(withdraw::submit))
        .route("/appeals/{number}/again", post(again::begin))
        .route("/appeals/{number}/reply", get(reply::page).post(reply::submit))
        .route("/appeals/{number}/documents/{id}", get(documents::open))
        // the officials' work
        .route("/work", get(work::list))
        .route("/work/bulk", post(work::bulk::submit))
        .route("/work/list-files", post(work::searches::make_file))
        .route("/work/list-files/{id}", get(work::searches::open_file))
        .route("/work/searches", get(work::searches::page).post(work::searches::save))
        .route("/work/searches/{id}/remove", post(work::searches::remove))
        .route("/work/paper", get(work::paper::list).post(work::paper::begin))
        .route("/work/paper/{id}", get(work::paper::form).post(work::paper::submit))
        .route("/work/paper/{id}/autosave", post(work::paper::autosave))
        .route("/work/paper/{id}/remove", post(work::paper::remove))
        .route("/work/appeals/{number}", get(work::card))
        .route("/work/appeals/{number}/register", get(work::register).post(work::submit_registration))
        .route("/work/appeals/{number}/correct", get(work::correct).post(work::submit_correction))
        .route("/work/appeals/{number}/details", get(work::details).post(work::submit_details))
        .route("/work/appeals/{number}/term", get(work::term).post(work::submit_term))
        .route("/work/appeals/{number}/answer", get(work::answer).post(work::submit_answer))
        .route("/work/appeals/{number}/answer/preview", get(work::preview))
        .route("/work/appeals/{number}/redirect", get(work::redirect).post(work::submit_redirection))
        .route("/work/appeals/{number}/leave", get(work::leave).post(work::submit_leaving))
        .route("/work/appeals/{number}/take-note", get(work::take_note).post(work::submit_note))
        .route("/work/appeals/{number}/withdraw", get(work::withdraw).post(work::record_withdrawal))
        .route("/work/appeals/{number}/repeat", get(work::repeat).post(work::submit_repeat))
        .route("/work/appeals/{number}/questions", get(work::questions).post(work::submit_questions))
        .route("/work/appeals/{number}/merge", get(work::merge).post(work::submit_merge))
        .route("/work/appeals/{number}/unmerge", get(work::unmerge).post(work::submit_unmerge))
        .route("/work/appeals/{number}/message", get(work::message).post(work::submit_message))
        .route("/work/appeals/{number}/request", get(work::request).post(work::submit_request))
        .route("/work/appeals/{number}/order", get(work::order).post(work::submit_order))
        .route("/work/appeals/{number}/moderate", get(work::moderate).post(work::submit_moderation))
        .route("/work/personal", get(work::personal))
        .route("/work/incoming", get(work::incoming))
        .route("/work/control", get(work::controlled))
        .route("/work/assignments/{id}", get(work::assignment).post(work::submit_assignment))
        .route("/work/appeals/{number}/publish", get(work::publish).post(work::submit_publication))
        .route("/work/appeals/{number}/control", get(work::control).post(work::submit_control))
        .route("/work/appeals/{number}/file", get(work::answer_file).post(work::submit_answer_file))
        .route("/work/appeals/{number}/export", post(work::export))
        .route("/work/appeals/{number}/documents/{id}", get(documents::open))
        .route("/work/appeals/{number}/stop", get(work::stopped::decide).post(work::stopped::submit_decision))
        .route("/work/others", get(access::list).post(access::ask))
        .route("/work/others/{organisation}", get(access::appeals))
        .route("/work/others/{organisation}/{number}", get(access::appeal))
        .route("/work/stopped", get(work::stopped::list))
        .route("/work/stopped/{id}", get(work::stopped::page).post(work::stopped::end))
        .route("/work/workload", get(work::workload))
        .route("/work/tasks", get(work::resolutions::tasks))
        .route("/work/appeals/{number}/resolutions/new", get(work::resolutions::new).post(work::resolutions::submit_new))
        .route("/work/appeals/{number}/resolutions/{resolution}/edit", get(work::resolutions::edit).post(work::resolutions::submit_edit))
        .route("/work/appeals/{number}/resolutions/{resolution}/result", get(work::resolutions::result).post(work::resolutions::submit_result))
        .route("/work/appeals/{number}/resolutions/{resolution}/consolidated", get(work::resolutions::consolidated).post(work::resolutions::submit_consolidated))
        .route("/work/appeals/{number}/resolutions/{resolution}/{step}", get(work::resolutions::step).post(work::resolutions::submit_step))
        .route("/work/appeals/{number}/resolutions/{resolution}/tasks/{task}/{step}", get(work::resolutions::judge).post(work::resolutions::submit_judge))
        .route("/work/reminders", get(reminders::day))
        .route("/organisation/access", get(access::own).post(access::submit_own))
        .route("/organisation/employees", get(employees::list))
        .route("/organisation/employees/{id}", get(employees::one).post(employees::change))
        .route("/organisation/hours", get(hours::page).post(hours::submit))
        .route("/organisation/journal", get(journal::page).post(journal::submit))
        .route("/organisation/journal/next", post(journal::go_on))
        .route("/organisation/reminders", get(reminders::ladders).post(reminders::set_ladders))
        // loads of appeals from files
        .route("/loads", get(loads::list).post(loads::receive))
        .route("/loads/schema.json", get(loads::schema))
        .route("/loads/sample.json", get(loads::sample))
        .route("/loads/upload", post(loads::declare))
        .route("/loads/upload/{id}", get(loads::state))
        .route("/loads/upload/{id}/next", post(loads::next))
        .route("/loads/upload/{id}/remove", post(loads::remove))
        .route("/loads/form", post(loads::chosen))
        .route("/loads/form/{id}", get(loads::form))
        .route("/loads/form/{id}/posted", get(loads::posted))
        .route("/loads/{id}", get(loads::one))
        .route("/loads/{id}/wrong/{part}", get(loads::wrong))
        // letter templates, of organisations and the operator
        .route("/templates", get(templates::list))
        .route("/templates/new", get(templates::new).post(templates::add))
        .route("/templates/{id}", get(templates::one).post(templates::change))
        .route("/templates/{id}/remove", post(templates::remove))
        // reports, of officials and the operator
        .route("/reports", get(reports::page).post(reports::make))
        .route("/reports/letters", post(reports::letters))
        .route("/reports/schedules/{id}/stop", post(reports::stop))
        .route("/reports/{id}", get(reports::open))
        // the exchange by СМДО, for the organisation and the chief administrator
        .route("/exchange", get(exchange::list))
        .route("/exchange/subscription", get(exchange::subscription).post(exchange::submit_subscription))
        .route("/exchange/packages/{id}", get(exchange::package))
        .route("/exchange/packages/{id}/retry", post(exchange::send_anew))
        .route("/exchange/incoming/{id}", get(exchange::incoming))
        .route("/exchange/incoming/{id}/retry", post(exchange::look_anew))
        .route("/organisation/webhooks", get(webhooks::list).post(webhooks::subscribe))
        .route("/organisation/webhooks/{id}", get(webhooks::one))
        .route("/organisation/webhooks/{id}/change", post(webhooks::change))
        .route("/organisation/webhooks/{id}/rotate", post(webhooks::rotate))
        .route("/organisation/webhooks/{id}/replay", post(webhooks::replay))
        .route("/organisation/webhooks/{id}/replay-since", post(webhooks::replay_since))
        // the external administrator
        .route("/services/keys", get(keys::page).post(keys::create))
        .route("/services/keys/rotate", post(keys::rotate))
        .route("/services/keys/revoke", post(keys::revoke))
        .route("/services/keys/checks/{id}", get(keys::conformance::page))
        // the operator
        .route("/operator", get(operator::start))
        .route("/operator/system", get(operator::system))
        .route("/operator/system/unlock-account", post(operator::unlock_account))
        .route("/operator/system/unlock-address", post(operator::unlock_address))
        .route("/operator/system/try-again", post(operator::try_again))
        .route("/operator/access", get(access::matrix).post(access::submit_matrix))
        .route("/operator/calendar", get(operator::calendar).post(operator::change_calendar))
        .route("/operator/settings", get(operator::settings).post(operator::set_settings))
        .route("/operator/deliveries", get(operator::deliveries))
        .route("/operator/deliveries/{id}", get(operator::delivery))
        // files and pickers, for everyone who has signed in
        .route("/uploads", post(uploads::declare))
        .route("/uploads/{id}", get(uploads::state))
        .route("/uploads/{id}/next", post(uploads::next))
        .route("/uploads/{id}/remove", post(uploads::remove))
        .route("/uploads/{id}/form", get(uploads::form::page))
        .route("/uploads/{id}/posted", get(uploads::form::posted))
        .route("/files/{id}", get(files::open))
        .route("/files/{id}/preview", get(files::preview))
        .route("/suggest/organisations", get(suggest::organisations))
        .route("/suggest/topics", get(suggest::topics))
        .route("/suggest/topics/sections", get(suggest::sections));
    if front.web.local_stack().is_some() {
        router.route("/design", get(design::page))
    } else {
        router
    }
}
