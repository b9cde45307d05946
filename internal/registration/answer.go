package registration

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

// AnswerPath is where somebody answers an offer or a nomination, from the link in
// the mail about it. The token in it is derived, not stored, and opens a page with
// two buttons for that one place and nothing else; once the offer has ended it is
// good for nothing. GET changes nothing: mail scanners follow every link.
func AnswerPath(secret []byte, registrationID, activityID int64) string {
	return "/answer/" + answerToken(secret, registrationID, activityID)
}

// ParseAnswer gives the place that an answer's token is for; ok is false for any
// token that this house did not make.
func ParseAnswer(secret []byte, token string) (registrationID, activityID int64, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 32 {
		return 0, 0, false
	}
	registrationID, activityID = int64(binary.BigEndian.Uint64(raw)), int64(binary.BigEndian.Uint64(raw[8:]))
	ok = hmac.Equal([]byte(answerToken(secret, registrationID, activityID)), []byte(token))
	return registrationID, activityID, ok
}

func answerToken(secret []byte, registrationID, activityID int64) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(registrationID))
	raw = binary.BigEndian.AppendUint64(raw, uint64(activityID))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("answer\x00"))
	mac.Write(raw)
	return base64.RawURLEncoding.EncodeToString(append(raw, mac.Sum(nil)[:16]...))
}
