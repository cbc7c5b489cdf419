//! Sign-up of an applicant (SUB-01) and later changes of the profile and the contacts (ORG-06).

use secrecy::SecretString;
use zvarot_domain::{
    AccountId, Actor, ApplicantKind, Fault, FaultCode, Faults, Locale,
    applicant::{ApplicantForm, ApplicantProfile},
    identifiers::{EmailAddress, Phone},
};
use zvarot_store::{
    accounts::{self, NewAccount},
    confirmations::Purpose,
};

use crate::{ActionError, Actions, Cause, Client, Result, confirm, passwords, sign_in};

/// What is typed at sign-up.
#[derive(Clone, Debug)]
pub struct SignUpForm {
    /// A code of `ApplicantKind`.
    pub kind: String,
    pub login: String,
    pub password: SecretString,
    pub password_again: SecretString,
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// To the processing of personal data.
    pub consent: bool,
    pub applicant: ApplicantForm,
}

/// Phone and e-mail, as typed.
#[derive(Clone, Debug, Default)]
pub struct ContactsForm {
    pub phone: String,
    pub email: String,
}

/// Makes the account with its applicant and asks for the confirmation of phone and e-mail.
///
/// # Errors
/// Faults by field: `kind`, `login`, `password`, `password_again`, `phone`, `email`, `consent` and those of the profile.
pub async fn sign_up(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    form: &SignUpForm,
    locale: Locale,
) -> Result<AccountId> {
    let mut faults = Faults::new();
    let kind = ApplicantKind::from_code(form.kind.trim());
    if kind.is_none() {
        let code = if form.kind.trim().is_empty() {
            FaultCode::Required
        } else {
            FaultCode::UnknownChoice
        };
        faults.push(Fault::new("kind", code));
    }
    let profile = form
        .applicant
        .validate(kind.unwrap_or(ApplicantKind::Person))
        .map_err(|wrong| faults.extend(wrong))
        .ok();
    check_login(&form.login, &mut faults);
    let own = [
        form.login.as_str(),
        &form.applicant.surname,
        &form.applicant.name,
        &form.phone,
        &form.email,
    ];
    passwords::check(&form.password, &form.password_again, &own, &mut faults);
    let contacts = ContactsForm {
        phone: form.phone.clone(),
        email: form.email.clone(),
    };
    let (phone, email) = read_contacts(&contacts, &mut faults);
    if !form.consent {
        faults.push(Fault::new("consent", FaultCode::ConsentRequired));
    }
    let (Some(profile), Some(phone), true) = (profile, phone, faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let password_hash = passwords::hash(form.password.clone()).await?;
    let mut work = actions.store.begin(cause).await?;
    let account = NewAccount {
        login: form.login.trim(),
        password_hash: &password_hash,
        display_name: &profile.display_name(),
        locale,
        phone: Some(phone.as_str()),
        email: email.as_ref().map(EmailAddress::as_str),
    };
    let id = accounts::insert(work.connection(), &account, cause.now)
        .await
        .map_err(|error| {
            if zvarot_store::violates(&error, "accounts_login") {
                ActionError::field("login", FaultCode::LoginTaken)
            } else {
                error.into()
            }
        })?;
    accounts::insert_applicant(
        work.connection(),
        id,
        profile.kind(),
        &json(&profile)?,
        cause.now,
    )
    .await?;
    confirm::request(&mut work, id, Purpose::Phone, phone.as_str()).await?;
    if let Some(email) = &email {
        confirm::request(&mut work, id, Purpose::Email, email.as_str()).await?;
    }
    sign_in::journal(&mut work, client, "sign_up", Some(id), true).await?;
    work.commit().await?;
    Ok(id)
}

/// Replaces the applicant's own data; appeals already submitted keep what they were submitted with.
///
/// # Errors
/// Faults of the profile; [`ActionError::NotFound`] for anyone but an applicant.
pub async fn change_profile(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    form: &ApplicantForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let applicant = accounts::applicant(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let profile = form
        .validate(applicant.kind)
        .map_err(ActionError::Invalid)?;
    accounts::set_profile(
        work.connection(),
        actor.account(),
        &json(&profile)?,
        &profile.display_name(),
        cause.now,
    )
    .await?;
    Ok(work.commit().await?)
}

/// Changes phone and e-mail. What changed must be confirmed again, and the messages for it leave at once.
///
/// # Errors
/// Faults of `phone` and `email`.
pub async fn change_contacts(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    form: &ContactsForm,
) -> Result<()> {
    let mut faults = Faults::new();
    let (phone, email) = read_contacts(form, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let (phone, email) = (
        phone.map(|phone| phone.as_str().to_owned()),
        email.map(|email| email.as_str().to_owned()),
    );
    let mut work = actions.store.begin(cause).await?;
    let before = accounts::get(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    accounts::set_contacts(
        work.connection(),
        actor.account(),
        phone.as_deref(),
        email.as_deref(),
    )
    .await?;
    for (purpose, old, new) in [
        (Purpose::Phone, before.phone, phone),
        (Purpose::Email, before.email, email),
    ] {
        if let Some(new) = new.filter(|new| old.as_ref() != Some(new)) {
            confirm::request(&mut work, actor.account(), purpose, &new).await?;
        }
    }
    sign_in::journal(
        &mut work,
        client,
        "contacts_changed",
        Some(actor.account()),
        true,
    )
    .await?;
    Ok(work.commit().await?)
}

fn check_login(login: &str, faults: &mut Faults) {
    let login = login.trim();
    let length = login.chars().count();
    if login.is_empty() {
        faults.push(Fault::new("login", FaultCode::Required));
    } else if !login.chars().all(|character| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | '@')
    }) {
        faults.push(Fault::new("login", FaultCode::NotALogin));
    } else if length < 3 {
        faults.push(Fault::new("login", FaultCode::TooShort).with("min", 3_usize));
    } else if length > 60 {
        faults.push(
            Fault::new("login", FaultCode::TooLong)
                .with("max", 60_usize)
                .with("over", length - 60),
        );
    }
}

/// A mobile phone is mandatory: the cabinet is activated by SMS (ORG-06). E-mail may be left out.
fn read_contacts(
    form: &ContactsForm,
    faults: &mut Faults,
) -> (Option<Phone>, Option<EmailAddress>) {
    let phone = match form.phone.trim() {
        "" => Err(FaultCode::Required),
        typed => Phone::parse(typed).and_then(|phone| {
            if phone.is_mobile() {
                Ok(phone)
            } else {
                Err(FaultCode::NotAMobilePhone)
            }
        }),
    };
    let phone = phone
        .map_err(|code| faults.push(Fault::new("phone", code)))
        .ok();
    let email = match form.email.trim() {
        "" => None,
        typed => EmailAddress::parse(typed)
            .map_err(|code| faults.push(Fault::new("email", code)))
            .ok(),
    };
    (phone, email)
}

fn json(profile: &ApplicantProfile) -> Result<serde_json::Value> {
    serde_json::to_value(profile).map_err(ActionError::internal)
}
