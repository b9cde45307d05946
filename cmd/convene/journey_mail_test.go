package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
)

// kept is one letter of /demo/mail.json.
type kept struct {
	ID      int64
	To      string
	Subject string
	Kind    string
}

// mails are the letters to an address, the newest first.
func (h *house) mails(t *testing.T, to string) []kept {
	t.Helper()
	status, body := h.get(t.Context(), "/demo/mail.json")
	var all, own []kept
	if err := json.Unmarshal([]byte(body), &all); status != http.StatusOK || err != nil {
		t.Fatalf("/demo/mail.json answers %d, %v", status, err)
	}
	for _, m := range all {
		if m.To == to {
			own = append(own, m)
		}
	}
	return own
}

// kinds are the kinds of the letters to an address, the oldest first.
func (h *house) kinds(t *testing.T, to string) []string {
	t.Helper()
	var kinds []string
	for _, m := range h.mails(t, to) {
		kinds = append([]string{m.Kind}, kinds...)
	}
	return kinds
}

// letter reads a letter as it would go to a mail server.
func (h *house) letter(t *testing.T, m kept) *letter {
	t.Helper()
	status, body := h.get(t.Context(), fmt.Sprintf("/demo/mail/%d.eml", m.ID))
	if status != http.StatusOK {
		t.Fatalf("letter %d answers %d", m.ID, status)
	}
	l, err := readLetter([]byte(body))
	if err != nil {
		t.Fatalf("letter %d: %v", m.ID, err)
	}
	return l
}

// code waits for the six digits sent to an address. Of several letters the newest
// counts.
func (h *house) code(t *testing.T, to string) string {
	t.Helper()
	code := ""
	eventually(t, "a code for "+to, func() bool {
		for _, m := range h.mails(t, to) {
			if m.Kind == "entry" {
				code = sixDigits(h.letter(t, m))
				break
			}
		}
		return code != ""
	})
	return code
}

var digits = regexp.MustCompile(`(?m)^\s+(\d{6})\s*$`)

// sixDigits are those that stand on a line of their own.
func sixDigits(l *letter) string {
	if found := digits.FindStringSubmatch(l.part("text/plain")); found != nil {
		return found[1]
	}
	return ""
}

// letter is a message of RFC 5322 with its leaf parts (RFC 2045, 2046).
type letter struct {
	netmail.Header
	parts []part
}

type part struct {
	kind   string // "text/calendar"
	params map[string]string
	body   string // decoded
}

// part is the text of the first part of that kind.
func (l *letter) part(kind string) string {
	for _, p := range l.parts {
		if p.kind == kind {
			return p.body
		}
	}
	return ""
}

// readLetter takes a message apart, down to its leaves.
func readLetter(raw []byte) (*letter, error) {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	l := &letter{Header: m.Header}
	return l, l.take(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

func (l *letter) take(contentType, encoding string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("the type %q: %w", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return l.takeAll(multipart.NewReader(body, params["boundary"]))
	}
	text, err := io.ReadAll(decoded(encoding, body))
	l.parts = append(l.parts, part{kind, params, string(text)})
	return err
}

func (l *letter) takeAll(parts *multipart.Reader) error {
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := l.take(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p); err != nil {
			return err
		}
	}
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// hasThreeParts checks that a confirmation is text, HTML and a calendar.
func (l *letter) hasThreeParts(t *testing.T) {
	t.Helper()
	var kinds []string
	for _, p := range l.parts {
		kinds = append(kinds, p.kind)
		if strings.TrimSpace(p.body) == "" {
			t.Errorf("the part %s is empty", p.kind)
		}
	}
	if got := strings.Join(kinds, " "); got != "text/plain text/html text/calendar" {
		t.Errorf("the letter %q has the parts %s", l.Get("Subject"), got)
	}
}
