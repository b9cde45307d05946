package mail

import (
	"bytes"
	"encoding/json"
	netmail "net/mail"
	"testing"
)

// BenchmarkLetter writes a confirmation from its row to the octets of the
// message: both bodies, the calendar file, MIME.
func BenchmarkLetter(b *testing.B) {
	data, err := json.Marshal(sampleRegistration(b, Confirmed))
	if err != nil {
		b.Fatal(err)
	}
	r := row{Kind: Confirmed, Recipient: "ana@example.org", Locale: "fr", Data: data, MessageID: "X", CreatedAt: made}
	from := &netmail.Address{Address: "convene@example.org"}
	var raw bytes.Buffer
	for b.Loop() {
		_, msg, err := r.letter(from)
		if err != nil {
			b.Fatal(err)
		}
		raw.Reset()
		if _, err := msg.WriteTo(&raw); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(raw.Len()))
}
