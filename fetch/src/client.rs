use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use thiserror::Error;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use crate::address::{self, Refused};
use crate::reach::{Guard, Reach};
use crate::robots::Robots;
use crate::turns::{Turns, hold, sleep_until};

/// The name that robots.txt files know.
const PRODUCT: &str = "onrecord";
/// No more redirects are followed in a row.
const MOST_HOPS: usize = 5;
/// A server that was silent so often in a row is not asked again in this run.
const MOST_FAILURES: u32 = 3;
/// Longer than this is not waited for a busy server.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// How servers are asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where whoever runs the servers can reach whoever runs this: an address of mail or of a
    /// page. It stands in every request.
    pub contact: Option<String>,
    /// The pause between two requests to one server; its robots.txt may ask for a longer one.
    pub delay: Duration,
    /// The most time for one request, from looking the name up to the last byte.
    pub timeout: Duration,
    /// The most bytes of one answer, as sent.
    pub most_bytes: usize,
    /// How often a busy or silent server is asked again.
    pub retries: u32,
    /// Whether robots.txt is obeyed: yes, unless a person names the one page to be read.
    pub robots: bool,
    /// How many servers are asked at the same time.
    pub jobs: usize,
    /// Pages per run; the rest is left for the next one.
    pub most_pages: usize,
    /// Pages that were published before this date (`2024-06-11`) are left out, if they say when.
    pub since: Option<String>,
    /// How far the client may reach.
    pub reach: Reach,
    /// Set by another thread, it ends the run after the requests that are under way.
    pub stop: Arc<AtomicBool>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            contact: None,
            delay: Duration::from_secs(2),
            timeout: Duration::from_secs(60),
            most_bytes: 16 << 20,
            retries: 2,
            robots: true,
            jobs: 8,
            most_pages: usize::MAX,
            since: None,
            reach: Reach::Public,
            stop: Arc::default(),
        }
    }
}

/// What an earlier answer said of itself, to be asked whether it still holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Conditions {
    /// The `ETag` of the earlier answer.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What a server answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The address that answered, after all redirects.
    pub url: String,
    /// 200 is all right, 304 not changed.
    pub status: u16,
    /// The head of the answer, as sent, names in lower case.
    pub head: Vec<(String, String)>,
    /// The body as sent: it may be packed.
    pub body: Vec<u8>,
    /// When it was asked for: ISO 8601, in UTC.
    pub fetched: String,
}

impl Answer {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The encoding that the server names.
    pub fn charset(&self) -> Option<String> {
        let (_, rest) = self.header("content-type")?.split_once("charset=")?;
        let name = rest.split(';').next().unwrap_or(rest).trim_matches(['"', '\'', ' ']);
        Some(name.to_owned())
    }

    /// Whether it is what was asked for.
    pub fn is_whole(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is not one that is asked.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The server does not want it to be fetched by programs.
    #[error("is not for programs: robots.txt forbids it")]
    Robots,
    /// The server cannot say now what programs may fetch.
    #[error("was left out: the server's robots.txt cannot be read ({0})")]
    NoRobots(String),
    /// Redirects that go on and on.
    #[error("is redirected more than {MOST_HOPS} times")]
    Redirects,
    /// More bytes than [`Settings::most_bytes`].
    #[error("is longer than {limit} bytes")]
    TooLarge {
        /// The limit that was passed.
        limit: usize,
    },
    /// A film, a picture, a program.
    #[error("holds nothing to read: it is {0}")]
    Media(String),
    /// The server asked for a longer wait than is waited.
    #[error("is busy: the server answered {0} and wants to be left alone for now")]
    Busy(u16),
    /// The network or the server failed.
    #[error("cannot be reached: {0}")]
    Network(String),
    /// Earlier requests of this run failed three times in a row.
    #[error("was left out: its server did not answer three times")]
    Silent,
    /// [`Settings::stop`] was set.
    #[error("was stopped")]
    Stopped,
    /// The folder for what is fetched cannot be used.
    #[error("{path}: {error}")]
    Folder {
        /// The file or folder.
        path: String,
        /// What went wrong there.
        error: std::io::Error,
    },
    /// Another run is fetching into the same folder.
    #[error("{0} is being fetched into by another run")]
    Taken(String),
}

/// Asks servers, one request at a time each.
#[derive(Debug)]
pub struct Client {
    agent: ureq::Agent,
    settings: Settings,
    turns: Turns,
}

impl Client {
    /// A client that has asked nobody yet. It uses no proxy: behind one, addresses could not be
    /// checked.
    pub fn new(settings: Settings) -> Client {
        let contact = settings.contact.as_deref().unwrap_or("no contact given");
        let contact: String = contact.chars().filter(|c| !c.is_control() && c.is_ascii()).collect();
        let agent = format!("{PRODUCT}/{} ({contact})", env!("CARGO_PKG_VERSION"));
        let config = ureq::Agent::config_builder()
            .user_agent(agent)
            .accept("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5")
            .accept_encoding("gzip")
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(settings.timeout))
            .timeout_connect(Some(settings.timeout / 2))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
            .build();
        let guard = Guard(settings.reach);
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), guard);
        Client { agent, settings, turns: Turns::default() }
    }

    /// How it asks.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the server says at an address, after redirects. Any status is an answer.
    ///
    /// # Errors
    /// If the address or one it leads to is refused, or there is no answer within the limits.
    pub fn get(&self, url: &str, conditions: &Conditions) -> Result<Answer, FetchError> {
        let mut url = address::parse(url, self.settings.reach)?;
        for _ in 0..=MOST_HOPS {
            url.set_fragment(None);
            address::check(&url, self.settings.reach)?;
            if self.settings.robots {
                let path = &url[url::Position::BeforePath..];
                if !self.robots(&url)?.allows(path) {
                    return Err(FetchError::Robots);
                }
            }
            let answer = self.secure_first(&url, conditions)?;
            match target(&url, &answer)? {
                Some(next) => url = next,
                None => return Ok(answer),
            }
        }
        Err(FetchError::Redirects)
    }

    /// Over https, also where the address says http, as far as the server can.
    fn secure_first(&self, url: &Url, conditions: &Conditions) -> Result<Answer, FetchError> {
        let mut secure = url.clone();
        let server = self.turns.server(&address::server(url));
        let may_be_secure = url.scheme() == "http" && url.port().is_none();
        if may_be_secure && !hold(&server).is_plain && secure.set_scheme("https").is_ok() {
            let answer = self.once(&secure, conditions);
            let leads_back = |answer: &Answer| {
                target(&secure, answer).is_ok_and(|next| next.is_some_and(|next| next == *url))
            };
            match answer {
                Err(FetchError::Network(_)) => hold(&server).is_plain = true,
                Ok(answer) if answer.status >= 400 || leads_back(&answer) => {
                    hold(&server).is_plain = true;
                }
                answer => return answer,
            }
        }
        self.patiently(url, conditions)
    }

    /// Asks again, after longer and longer pauses, if the server is busy or silent.
    fn patiently(&self, url: &Url, conditions: &Conditions) -> Result<Answer, FetchError> {
        let mut tries = 0;
        loop {
            let answer = self.once(url, conditions);
            let busy = match &answer {
                Ok(answer) => matches!(answer.status, 429 | 503),
                Err(error) => matches!(error, FetchError::Network(_)),
            };
            if !busy {
                return answer;
            }
            let wished = answer.as_ref().ok().and_then(retry_after);
            let wait = wished.unwrap_or(self.settings.delay * 2u32.saturating_pow(tries + 1));
            if tries == self.settings.retries || wait > LONGEST_WAIT {
                return match answer {
                    Ok(answer) => Err(FetchError::Busy(answer.status)),
                    error => error,
                };
            }
            tries += 1;
            if !sleep_until(Instant::now() + wait, &self.settings.stop) {
                return Err(FetchError::Stopped);
            }
        }
    }

    /// What programs may fetch from the server of an address; asked for once a run.
    fn robots(&self, url: &Url) -> Result<Arc<Robots>, FetchError> {
        let server = self.turns.server(&address::server(url));
        if let Some(robots) = &hold(&server).robots {
            return Ok(robots.clone());
        }
        let unreadable = |why: String| Err(FetchError::NoRobots(why));
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        let mut robots = Robots::nothing_said();
        for hop in 0..=MOST_HOPS {
            address::check(&at, self.settings.reach)?;
            let answer = match self.robots_at(&at) {
                Ok(answer) => answer,
                Err(FetchError::Network(why)) if hop > 0 => return unreadable(why),
                Err(error) => return Err(error),
            };
            if let Some(next) = target(&at, &answer)? {
                at = next; // after too many, nothing was said
                continue;
            }
            robots = match answer.status {
                200..300 => Robots::parse(&answer.body, PRODUCT),
                429 | 500.. => return unreadable(answer.status.to_string()),
                _ => Robots::nothing_said(),
            };
            break;
        }
        let robots = Arc::new(robots);
        hold(&server).robots = Some(robots.clone());
        Ok(robots)
    }

    fn robots_at(&self, url: &Url) -> Result<Answer, FetchError> {
        let mut answer = self.secure_first(url, &Conditions::default())?;
        if answer.body.starts_with(b"\x1F\x8B") {
            let mut body = Vec::new();
            flate2::bufread::MultiGzDecoder::new(&answer.body[..])
                .take(1 << 20)
                .read_to_end(&mut body)
                .map_err(|error| FetchError::NoRobots(error.to_string()))?;
            answer.body = body;
        }
        Ok(answer)
    }

    /// One request, when it is the server's turn.
    fn once(&self, url: &Url, conditions: &Conditions) -> Result<Answer, FetchError> {
        let server = self.turns.server(&address::server(url));
        let mut server = hold(&server);
        if server.failures >= MOST_FAILURES {
            return Err(FetchError::Silent);
        }
        if !server.wait(&self.settings.stop) {
            return Err(FetchError::Stopped);
        }
        let answer = self.request(url, conditions);
        server.failures = match answer {
            Err(FetchError::Network(_)) => server.failures + 1,
            _ => 0,
        };
        server.rest(self.settings.delay);
        answer
    }

    fn request(&self, url: &Url, asked: &Conditions) -> Result<Answer, FetchError> {
        let fetched = now();
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &asked.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = &asked.last_modified {
            request = request.header("If-Modified-Since", date);
        }
        let response = request.call().map_err(failure)?;
        let status = response.status().as_u16();
        let head: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let mut answer =
            Answer { url: url.as_str().to_owned(), status, head, body: Vec::new(), fetched };
        if answer.is_whole() {
            if let Some(media) = answer.header("content-type").filter(|media| !may_be_text(media)) {
                return Err(FetchError::Media(media.to_owned()));
            }
            let limit = self.settings.most_bytes;
            let body = response.into_body().into_reader();
            let read = body.take(limit as u64 + 1).read_to_end(&mut answer.body);
            read.map_err(|error| FetchError::Network(error.to_string()))?;
            if answer.body.len() > limit {
                return Err(FetchError::TooLarge { limit });
            }
        }
        Ok(answer)
    }
}

/// Now, to the second, in UTC.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// Where an answer leads.
fn target(url: &Url, answer: &Answer) -> Result<Option<Url>, FetchError> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = answer.header("location") else { return Ok(None) };
    let next = url.join(location.trim());
    next.map(Some).map_err(|error| Refused::Malformed(error.to_string()).into())
}

/// How long the server wants to be left alone: seconds, or a date.
fn retry_after(answer: &Answer) -> Option<Duration> {
    let value = answer.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let seconds = until.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn may_be_text(media: &str) -> bool {
    let media = media.trim().to_ascii_lowercase();
    let other = ["image/", "audio/", "video/", "font/", "application/pdf", "application/zip"];
    !other.iter().any(|start| media.starts_with(start))
}

fn failure(error: ureq::Error) -> FetchError {
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<Refused>() {
            Ok(refused) => FetchError::Refused(*refused),
            Err(other) => FetchError::Network(other.to_string()),
        },
        ureq::Error::HostNotFound => FetchError::Network("no such host".to_owned()),
        ureq::Error::Timeout(_) => FetchError::Network("no answer in time".to_owned()),
        error => FetchError::Network(error.to_string()),
    }
}
