// The console of the documentation: a token for the keys that were typed in, then the calls of the page on this very
// server. The token lives in this variable and nowhere else.
"use strict";
document.documentElement.classList.add("js");
let token = "";
const keys = document.getElementById("keys");
const words = keys.dataset;

const say = (form, text, failed) => {
  const place = form.querySelector("[role=status]");
  place.textContent = text;
  place.className = failed ? "note bad" : text ? "note good" : "";
};

const send = async (path, options) => fetch(path, { ...options, credentials: "omit", cache: "no-store" });

keys.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: keys.client.value.trim(), client_secret: keys.secret.value.trim() });
  try {
    const answer = await send("/oauth/token", { method: "POST", body });
    const told = await answer.json();
    token = answer.ok ? told.access_token : "";
    say(keys, token ? words.ready : words.failed, !token);
  } catch {
    say(keys, words.noAnswer, true);
  }
});

const shown = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

for (const form of document.querySelectorAll(".try")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!token) {
      say(form, words.tokenFirst, true);
      keys.client.focus();
      return;
    }
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = { Authorization: `Bearer ${token}` };
    for (const field of form.querySelectorAll("[data-place]")) {
      const value = field.value.trim();
      if (field.dataset.place === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(value));
      else if (value && field.dataset.place === "query") query.set(field.name, value);
      else if (value) headers[field.name] = value;
    }
    if (query.size) path += `?${query}`;
    const options = { method: form.dataset.method, headers };
    if (form.elements.body) {
      headers["Content-Type"] = "application/json";
      options.body = form.elements.body.value;
    }
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await send(path, options);
      const lines = [`HTTP ${answer.status}`];
      answer.headers.forEach((value, name) => lines.push(`${name}: ${value}`));
      const output = form.querySelector("pre");
      output.textContent = `${lines.join("\n")}\n\n${shown(await answer.text())}`;
      output.parentElement.hidden = false;
      say(form, `HTTP ${answer.status}`, !answer.ok);
    } catch {
      say(form, words.noAnswer, true);
    }
    button.disabled = false;
  });
}
