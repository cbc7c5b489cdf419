#!/usr/bin/env bash
# What the engineer of an EDMS does, with curl and the API's own document: a token, dictionaries, an appeal entered, a
# file of appeals loaded and followed, new ones fetched, one acknowledged and completed with an answer file.
#   API=http://127.0.0.1:8081 CLIENT_ID=… CLIENT_SECRET=… tests/edms.sh
# NUMBER: the appeal to acknowledge and complete, instead of the one entered here. WEBHOOK_URL: where events are to be
# sent from the beginning; the secret of their signatures goes into the file WEBHOOK_SECRET_FILE.
set -euo pipefail
: "${API:?}" "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
say() { printf '%s\n' "$*" >&2; }
fail() { say "FAILED: $*"; [ -s "$folder/body" ] && cat "$folder/body" >&2; exit 1; }
# One member of a JSON text, wherever it first stands: enough where the document says what stands there.
member() { grep -o "\"$1\":\"[^\"]*\"" "$folder/body" | head -1 | cut -d'"' -f4; }
# call METHOD PATH EXPECTED [BODY] [HEADER…]
call() {
  local method=$1 path=$2 expected=$3 body=${4-}; shift 3; [ $# -gt 0 ] && shift
  local options=(--silent --show-error --request "$method" --output "$folder/body" --write-out '%{http_code}'
    --header "Authorization: Bearer $token" --header 'Accept-Language: be')
  [ -n "$body" ] && options+=(--header 'Content-Type: application/json' --data-binary "$body")
  for header in "$@"; do options+=(--header "$header"); done
  local status; status=$(curl "${options[@]}" "$API$path")
  [ "$status" = "$expected" ] || fail "$method $path answered $status instead of $expected"
}

say '1. the document'
curl --silent --fail --output "$folder/openapi.json" "$API/openapi.json" || fail 'no document'
for path in /oauth/token /v1/appeals '/v1/appeals/{number}/acknowledgement' '/v1/appeals/{number}/completion' /v1/files /v1/loads /v1/webhooks /v1/dictionaries; do
  grep -qF "\"$path\"" "$folder/openapi.json" || fail "the document has no $path"
done

say '2. a token'
curl --silent --fail --user "$CLIENT_ID:$CLIENT_SECRET" --data grant_type=client_credentials --output "$folder/body" "$API/oauth/token" || fail 'no token'
token=$(member access_token); [ -n "$token" ] || fail 'no token'

say '3. dictionaries'
call GET /v1/dictionaries/topics 200
tag=$(curl --silent --head --request GET --header "Authorization: Bearer $token" "$API/v1/dictionaries/topics" | tr -d '\r' | sed -n 's/^etag: //Ip')
call GET /v1/dictionaries/topics 304 '' "If-None-Match: $tag"

if [ -n "${WEBHOOK_URL-}" ]; then
  say '   an address for events'
  call POST /v1/webhooks 201 '{"url":"'"$WEBHOOK_URL"'","name":"EDMS"}'
  member secret > "${WEBHOOK_SECRET_FILE:?}"
  [ -s "$WEBHOOK_SECRET_FILE" ] || fail 'no secret'
fi

say '4. an appeal on paper is entered'
id="edms-$$-$(date +%s)"
record='{"externalId":"'$id'","kind":"application","form":"written","topicCode":"07","subtopicCode":"07-01","content":"Прашу адрамантаваць ліфт у трэцім пад'"'"'ездзе.","applicants":[{"kind":"person","surname":"Вярба","name":"Алёна","address":{"line":"г. Мінск, вул. Міру, 5"}}]}'
call POST /v1/appeals 201 "$record" "Idempotency-Key: $id"
number=$(member number)
call POST /v1/appeals 201 "$record" "Idempotency-Key: $id"
[ "$(member number)" = "$number" ] || fail 'the same call gave another number'
call POST /v1/appeals 200 "$record"
[ "$(member number)" = "$number" ] || fail 'the same record gave another number'
say "   № $number"
number=${NUMBER:-$number}

say '5. a file of appeals is loaded'
right() { printf '%s\n' "${record/$id/$id-$1}"; }
{ right 1; right 2 | sed 's/"topicCode":"07"/"topicCode":"999"/'; right 3; } > "$folder/records.jsonl"
load() {
  call POST /v1/loads 201 '{"name":"records.jsonl","size":'"$(wc -c < "$folder/records.jsonl")"'}'
  local put=(--silent --show-error --fail --request PUT --data-binary "@$folder/records.jsonl") url header
  load=$(member id); url=$(member url)
  while IFS= read -r header; do put+=(--header "$header"); done < <(grep -o '"name":"[^"]*","value":"[^"]*"' "$folder/body" | sed 's/"name":"\([^"]*\)","value":"\([^"]*\)"/\1: \2/')
  curl "${put[@]}" "$url" || fail 'the storage does not take the file'
  call POST "/v1/loads/$load/start" 202
  for _ in $(seq 600); do
    call GET "/v1/loads/$load" 200
    grep -q '"code":"done"' "$folder/body" && return
    grep -q '"code":"refused"' "$folder/body" && fail 'the file was refused'
    sleep 0.2
  done
  fail 'the load does not end'
}
load
grep -q '"entered":2,"repeated":0,"wrong":1' "$folder/body" || fail 'not two of three were entered'
call GET "/v1/loads/$load/records" 200
grep -q '"pointer":"/topicCode"' "$folder/body" || fail 'the fault is not named'
loaded=$(grep -o '"number":"[0-9]*"' "$folder/body" | head -1 | cut -d'"' -f4)
load
grep -q '"entered":0,"repeated":2,"wrong":1' "$folder/body" || fail 'loading again entered something'

say '6. new ones are fetched'
cursor=; found=
for _ in $(seq 600); do
  call GET "/v1/appeals?limit=1000${cursor:+&after=$cursor}" 200
  grep -q "\"number\":\"$number\"" "$folder/body" && found="$found n"
  grep -q "\"number\":\"$loaded\"" "$folder/body" && found="$found l"
  case "$found" in *n*l* | *l*n*) break ;; esac
  # The page's own cursor comes after those of its changes.
  cursor=$(grep -o '"cursor":"[0-9a-f]*"' "$folder/body" | tail -1 | cut -d'"' -f4)
  sleep 0.2
done
case "$found" in *n*l* | *l*n*) ;; *) fail 'not all appear among the changes' ;; esac
call GET "/v1/appeals/$number" 200
[ -n "${NUMBER-}" ] || grep -q 'Прашу адрамантаваць' "$folder/body" || fail 'the content is not there'

say '7. one is acknowledged'
call POST "/v1/appeals/$number/acknowledgement" 200 '{"term":"15d","caseNumber":"07-12"}'
grep -q '"code":"registered"' "$folder/body" || fail 'it is not registered'
call POST "/v1/appeals/$number/acknowledgement" 409 '{}'

say '8. it is completed with an answer file'
content=$(printf '{\\rtf1\\ansi Otvet na obraschenie.}' | base64 -w0)
call POST /v1/files 201 '{"name":"Адказ.rtf","content":"'"$content"'"}'
file=$(member id)
for _ in $(seq 600); do
  call GET "/v1/files/$file" 200
  grep -q '"state":{"code":"clean"' "$folder/body" && break
  grep -q '"state":{"code":"checking"' "$folder/body" || fail 'the file was refused'
  sleep 0.2
done
day=$(TZ=Europe/Minsk date +%F)
call POST "/v1/appeals/$number/completion" 422 '{"result":"answer_given"}'
grep -q '"pointer":"/outcome"' "$folder/body" || fail 'the missing outcome is not named'
call POST "/v1/appeals/$number/completion" 200 '{"result":"answer_given","outcome":"satisfied","answerNumber":"07-12/1","answerDate":"'"$day"'","executors":["Новик А. С."],"resolution":"Исполнено.","caseNumber":"07-12","files":["'"$file"'"]}'
call GET "/v1/appeals/$number" 200
grep -q '"code":"answered"' "$folder/body" || fail 'it is not answered'
link=$(grep -o '"link":"[^"]*"' "$folder/body" | head -1 | cut -d'"' -f4)
curl --silent --fail "$link" | grep -q 'Otvet na obraschenie' || fail 'the answer file cannot be fetched'
echo "$number"
