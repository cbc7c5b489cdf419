//! A form with files, for browsers without scripts: the files are handed on part by part as they arrive,
//! nothing is gathered in memory. The form's first field is the token, so no byte of a file is taken before
//! the CSRF check.

use std::task::Poll;

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use http::header;
use multer::{Field, Multipart};

use super::{FormValues, Limits, body};
use crate::{PageError, Visit, Web, csrf};

/// A posted form that may have files. Take the files with [`FormWithFiles::next_file`] until there are
/// no more; then [`FormWithFiles::values`] has all fields.
pub struct FormWithFiles {
    parts: Option<Multipart<'static>>,
    values: FormValues,
    limits: Limits,
    kept: usize,
    fields: usize,
    checked: bool,
    web: Web,
    visit: Visit,
}

/// A file as it arrives.
pub struct PostedFile {
    /// The name on the visitor's computer.
    pub name: String,
    /// What the browser takes it for; may be empty.
    pub content_type: String,
    /// The form's field.
    pub field: String,
    part: Field<'static>,
}

impl PostedFile {
    /// The next bytes; nothing at the end. Error: `BadRequest` when the line breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, PageError> {
        self.part.chunk().await.map_err(|_| PageError::BadRequest)
    }
}

impl FormWithFiles {
    /// The next file, after the check of the token. A file field left empty is passed over.
    pub async fn next_file(&mut self) -> Result<Option<PostedFile>, PageError> {
        let Some(mut parts) = self.parts.take() else {
            return Ok(None);
        };
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|_| PageError::BadRequest)?
        {
            self.fields += 1;
            if self.fields > self.limits.fields {
                return Err(PageError::BadRequest);
            }
            match part.file_name() {
                None => self.keep(part).await?,
                Some("") => {}
                Some(name) => {
                    self.check()?;
                    let file = PostedFile {
                        name: name.to_owned(),
                        content_type: part
                            .content_type()
                            .map(ToString::to_string)
                            .unwrap_or_default(),
                        field: part.name().unwrap_or("").to_owned(),
                        part,
                    };
                    self.parts = Some(parts);
                    return Ok(Some(file));
                }
            }
        }
        self.check()?;
        Ok(None)
    }

    /// The fields that have come so far: all of them once there are no more files.
    pub fn values(&self) -> &FormValues {
        &self.values
    }

    /// The fields of the whole form.
    pub fn into_values(self) -> FormValues {
        self.values
    }

    async fn keep(&mut self, mut part: Field<'static>) -> Result<(), PageError> {
        let name = part.name().unwrap_or("").to_owned();
        let mut value = Vec::new();
        while let Some(bytes) = part.chunk().await.map_err(|_| PageError::BadRequest)? {
            let room = self.limits.field.saturating_sub(value.len());
            let room = room
                .min(self.limits.kept.saturating_sub(self.kept))
                .min(bytes.len());
            value.extend_from_slice(&bytes[..room]);
            self.kept += room;
        }
        let value = body::whole_characters(&value, self.limits.field);
        self.values.push(name.as_bytes(), value);
        Ok(())
    }

    fn check(&mut self) -> Result<(), PageError> {
        if !self.checked {
            csrf::check_token(&self.web, &self.visit, self.values.get("csrf"))?;
            self.checked = true;
        }
        Ok(())
    }
}

impl<S> FromRequest<S> for FormWithFiles
where
    S: Send + Sync,
    Web: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let web = Web::from_ref(state);
        let visit = Visit::of(request.extensions());
        csrf::check_origin(&web, request.headers())?;
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("")
            .to_owned();
        let limits = Limits::default();
        let mut form = Self {
            parts: None,
            values: FormValues::default(),
            limits,
            kept: 0,
            fields: 0,
            checked: false,
            web,
            visit,
        };
        if let Ok(boundary) = multer::parse_boundary(&kind) {
            form.parts = Some(Multipart::new(one_at_a_time(request.into_body()), boundary));
        } else if kind.to_ascii_lowercase().starts_with(body::URLENCODED) {
            form.values = body::read(request.into_body(), limits).await?;
            form.check()?;
        } else {
            return Err(PageError::BadRequest);
        }
        Ok(form)
    }
}

/// The body part by part. The parser takes in whatever is ready before it looks at it, which on a fast line is the
/// whole of the system's receive buffer, megabytes for each visitor.
fn one_at_a_time(body: Body) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static {
    let mut stream = body.into_data_stream();
    let mut gave_one = false;
    stream::poll_fn(move |context| {
        if std::mem::take(&mut gave_one) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = stream.poll_next_unpin(context);
        gave_one = next.is_ready();
        next
    })
}
