#!/usr/bin/env bash
# What the engineer of an EDMS does, with curl and the API's own document: a token, dictionaries, an appeal entered, new
# ones followed, one fetched, acknowledged, completed with an answer file.
#   API=http://127.0.0.1:8081 CLIENT_ID=… CLIENT_SECRET=… tests/edms.sh
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
for path in /oauth/token /v1/appeals '/v1/appeals/{number}/acknowledgement' '/v1/appeals/{number}/completion' /v1/files /v1/dictionaries; do
  grep -qF "\"$path\"" "$folder/openapi.json" || fail "the document has no $path"
done

say '2. a token'
curl --silent --fail --user "$CLIENT_ID:$CLIENT_SECRET" --data grant_type=client_credentials --output "$folder/body" "$API/oauth/token" || fail 'no token'
token=$(member access_token); [ -n "$token" ] || fail 'no token'

say '3. dictionaries'
call GET /v1/dictionaries/topics 200
tag=$(curl --silent --head --request GET --header "Authorization: Bearer $token" "$API/v1/dictionaries/topics" | tr -d '\r' | sed -n 's/^etag: //Ip')
call GET /v1/dictionaries/topics 304 '' "If-None-Match: $tag"

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

say '5. it is followed'
cursor=; found=
for _ in $(seq 600); do
  call GET "/v1/appeals?limit=1000${cursor:+&after=$cursor}" 200
  if grep -q "\"number\":\"$number\"" "$folder/body"; then found=1; break; fi
  # The page's own cursor comes after those of its changes.
  cursor=$(grep -o '"cursor":"[0-9a-f]*"' "$folder/body" | tail -1 | cut -d'"' -f4)
  sleep 0.2
done
[ -n "$found" ] || fail 'it does not appear among the changes'
call GET "/v1/appeals/$number" 200
grep -q 'Прашу адрамантаваць' "$folder/body" || fail 'the content is not there'

say '6. it is acknowledged'
call POST "/v1/appeals/$number/acknowledgement" 200 '{"term":"15d","caseNumber":"07-12"}'
grep -q '"code":"registered"' "$folder/body" || fail 'it is not registered'
call POST "/v1/appeals/$number/acknowledgement" 409 '{}'

say '7. it is completed with an answer file'
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
