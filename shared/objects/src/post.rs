//! Forms that a browser without scripts posts straight to the storage: a signed policy says what they may hold.
//! The signature is Signature Version 4 over the encoded policy; the SDK does not make it, so it is made here.

use std::time::Duration;

use aws_credential_types::Credentials;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use zvarot_domain::FileId;

use crate::{Objects, ObjectsError, keys};

/// The form to show: its address, its hidden fields in order; the file's own field is named `file` and comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostForm {
    pub url: String,
    pub fields: Vec<(String, String)>,
}

/// What the form's field `Content-Type` may say. It is the field that counts, not what the browser says of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormType<'a> {
    Exact(&'a str),
    /// Any type that begins so; the field is filled with the given one.
    StartsWith(&'a str, &'a str),
}

impl Objects {
    /// A form that stores one object of 1 to `max_length` bytes as the whole upload (SUB-04 without scripts), within
    /// `expires` from `now`. The browser is then sent to `redirect`. `now` must be the true time: the server compares.
    pub async fn presigned_post(
        &self,
        file: FileId,
        max_length: u64,
        content_type: FormType<'_>,
        redirect: &str,
        expires: Duration,
        now: DateTime<Utc>,
    ) -> Result<PostForm, ObjectsError> {
        let credentials = self.credentials().await?;
        let scope = Scope {
            credentials: &credentials,
            region: self.region(),
            now,
        };
        let mut fields = vec![
            ("key".to_owned(), keys::whole(file)),
            ("success_action_redirect".to_owned(), redirect.to_owned()),
        ];
        fields.extend(scope.fields());
        let mut conditions = vec![
            json!({ "bucket": self.bucket() }),
            json!(["content-length-range", 1, max_length]),
        ];
        conditions.extend(
            fields
                .iter()
                .map(|(name, value)| json!({ name.as_str(): value })),
        );
        let filled = match content_type {
            FormType::Exact(exact) => {
                conditions.push(json!({ "Content-Type": exact }));
                exact
            }
            FormType::StartsWith(start, filled) => {
                conditions.push(json!(["starts-with", "$Content-Type", start]));
                filled
            }
        };
        fields.push(("Content-Type".to_owned(), filled.to_owned()));
        let expires = chrono::Duration::from_std(expires)
            .map_err(|_| ObjectsError::Refused("expires".to_owned()))?;
        let policy = encode_policy(now + expires, conditions);
        fields.push(("x-amz-signature".to_owned(), scope.sign(&policy)));
        fields.push(("policy".to_owned(), policy));
        Ok(PostForm {
            url: self.public_address().to_string(),
            fields,
        })
    }
}

fn encode_policy(expiration: DateTime<Utc>, conditions: Vec<Value>) -> String {
    let policy = json!({
        "expiration": expiration.to_rfc3339_opts(SecondsFormat::Millis, true),
        "conditions": conditions,
    });
    STANDARD.encode(policy.to_string())
}

struct Scope<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    now: DateTime<Utc>,
}

impl Scope<'_> {
    fn fields(&self) -> Vec<(String, String)> {
        let credential = format!(
            "{}/{}/{}/s3/aws4_request",
            self.credentials.access_key_id(),
            self.day(),
            self.region
        );
        let mut fields = vec![
            ("x-amz-algorithm".to_owned(), "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential".to_owned(), credential),
            (
                "x-amz-date".to_owned(),
                self.now.format("%Y%m%dT%H%M%SZ").to_string(),
            ),
        ];
        if let Some(token) = self.credentials.session_token() {
            fields.push(("x-amz-security-token".to_owned(), token.to_owned()));
        }
        fields
    }

    fn day(&self) -> String {
        self.now.format("%Y%m%d").to_string()
    }

    fn sign(&self, text: &str) -> String {
        let secret = format!("AWS4{}", self.credentials.secret_access_key());
        let day = digest(secret.as_bytes(), &self.day());
        let region = digest(&day, self.region);
        let service = digest(&region, "s3");
        let key = digest(&service, "aws4_request");
        hex::encode(digest(&key, text))
    }
}

fn digest(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn scope(credentials: &Credentials) -> Scope<'_> {
        let now = Utc
            .with_ymd_and_hms(2015, 12, 29, 0, 0, 0)
            .single()
            .expect("a date");
        Scope {
            credentials,
            region: "us-east-1",
            now,
        }
    }

    /// The example of the AWS documentation, "Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)".
    #[test]
    fn the_documented_example_has_the_documented_signature() {
        let key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", key, None, None, "test");
        let policy = concat!(
            "{ \"expiration\": \"2015-12-30T12:00:00.000Z\",\r\n  \"conditions\": [\r\n",
            "    {\"bucket\": \"sigv4examplebucket\"},\r\n",
            "    [\"starts-with\", \"$key\", \"user/user1/\"],\r\n",
            "    {\"acl\": \"public-read\"},\r\n",
            "    {\"success_action_redirect\": \"http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html\"},\r\n",
            "    [\"starts-with\", \"$Content-Type\", \"image/\"],\r\n",
            "    {\"x-amz-meta-uuid\": \"14365123651274\"},\r\n",
            "    {\"x-amz-server-side-encryption\": \"AES256\"},\r\n",
            "    [\"starts-with\", \"$x-amz-meta-tag\", \"\"],\r\n\r\n",
            "    {\"x-amz-credential\": \"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request\"},\r\n",
            "    {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},\r\n",
            "    {\"x-amz-date\": \"20151229T000000Z\" }\r\n  ]\r\n}",
        );
        assert_eq!(
            scope(&credentials).sign(&STANDARD.encode(policy)),
            "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
        );
    }

    #[test]
    fn a_role_s_token_is_part_of_the_form() {
        let credentials = Credentials::new("id", "secret", Some("token".to_owned()), None, "test");
        let fields = scope(&credentials).fields();
        assert!(fields.contains(&(
            "x-amz-credential".to_owned(),
            "id/20151229/us-east-1/s3/aws4_request".to_owned()
        )));
        assert!(fields.contains(&("x-amz-date".to_owned(), "20151229T000000Z".to_owned())));
        assert!(fields.contains(&("x-amz-security-token".to_owned(), "token".to_owned())));
    }
}
