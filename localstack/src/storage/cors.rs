//! Cross-origin rules: the pages of the front, and no others, may send files to the
//! storage and read them from scripts. `s3s` itself knows no CORS.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use s3s::service::S3Service;
use s3s::{Body, HttpError};

const METHODS: [&str; 4] = ["GET", "HEAD", "PUT", "POST"];

/// The origins (`scheme://host:port`) allowed to use the storage from a page.
#[derive(Debug, Clone)]
pub struct Origins(Vec<HeaderValue>);

impl Origins {
    /// The given origins; what is no possible header value is left out.
    pub fn new<'a>(origins: impl IntoIterator<Item = &'a str>) -> Self {
        Self(origins.into_iter().filter_map(|origin| origin.parse().ok()).collect())
    }

    /// Answers a preflight by itself, everything else by the storage, with the headers a browser wants.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        storage: &S3Service,
    ) -> Result<Response<Body>, HttpError> {
        let origin = self.allowed(request.headers());
        if request.method() == Method::OPTIONS {
            return Ok(preflight(request.headers(), origin));
        }
        let mut response = storage.call(request.map(Body::from)).await?;
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            let exposed = HeaderValue::from_static("ETag, Content-Length, Content-Range, Accept-Ranges");
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        Ok(response)
    }

    fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        self.0.contains(origin).then(|| origin.clone())
    }
}

fn preflight(headers: &HeaderMap, origin: Option<HeaderValue>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD);
    let known = method.is_some_and(|method| METHODS.iter().any(|known| method == known));
    let (Some(origin), true) = (origin, known) else {
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    };
    *response.status_mut() = StatusCode::NO_CONTENT;
    let answer = response.headers_mut();
    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, PUT, POST"));
    if let Some(wanted) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    answer.insert(VARY, HeaderValue::from_static("Origin"));
    response
}
