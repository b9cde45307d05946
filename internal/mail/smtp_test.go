package mail

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	for raw, want := range map[string]SMTP{
		"smtp://mail.example.org":                                   {Host: "mail.example.org", Port: 587, Security: STARTTLS},
		"smtp://a%40b:p%3A%2F%25@mail.example.org:25?tls=starttls":  {Host: "mail.example.org", Port: 25, User: "a@b", Pass: "p:/%", Security: STARTTLS},
		"smtps://convene:secret@mail.example.org":                   {Host: "mail.example.org", Port: 465, User: "convene", Pass: "secret", Security: TLS},
		"smtp://127.0.0.1:2525?tls=none":                            {Host: "127.0.0.1", Port: 2525, Security: None},
		"smtp://[::1]?tls=none":                                     {Host: "::1", Port: 25, Security: None},
		"smtp://localhost:1025/?tls=none":                           {Host: "localhost", Port: 1025, Security: None},
		"smtps://[2001:db8::25]:466":                                {Host: "2001:db8::25", Port: 466, Security: TLS},
		"smtp://convene:secret@mail.example.org:2525?tls=starttls":  {Host: "mail.example.org", Port: 2525, User: "convene", Pass: "secret", Security: STARTTLS},
		"smtp://convene:a+b%20c@mail.example.org:2525?tls=starttls": {Host: "mail.example.org", Port: 2525, User: "convene", Pass: "a+b c", Security: STARTTLS},
	} {
		got, err := ParseURL(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		} else if *got != want {
			t.Errorf("%s is %#v, want %#v", raw, *got, want)
		}
	}
}

func TestParseURLRefuses(t *testing.T) {
	for raw, says := range map[string]string{
		"":                                 "must look like",
		"mail.example.org:587":             "must look like",
		"http://u:geheim@mail.example.org": "must begin with smtp://",
		"smtp://u:geheim@mail.example.org?tls=none":  "this machine only",
		"smtp://u:geheim@10.0.0.1?tls=none":          "this machine only",
		"smtp://u:geheim@mail.example.org?tls=ssl":   "must begin with smtp://",
		"smtps://u:geheim@mail.example.org?tls=none": "must begin with smtp://",
		"smtp://u:geheim@mail.example.org?x=1":       "one parameter only",
		"smtp://u:geheim@mail.example.org:0":         "from 1 to 65535",
		"smtp://u:geheim@mail.example.org:99999":     "from 1 to 65535",
		"smtp://geheim@mail.example.org":             "both user and password",
		"smtp://u:geheim/x@mail.example.org":         "not a URL",
		"smtp://u:geheim%zz@mail.example.org":        "not a URL",
		"smtp://u:geheim@mail.example.org/box":       "must look like",
	} {
		s, err := ParseURL(raw)
		if err == nil {
			t.Errorf("%s was taken as %v", raw, s)
			continue
		}
		if !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %q should say %q and not the password", raw, err, says)
		}
	}
}

func TestSMTPNamesNoSecret(t *testing.T) {
	s, err := ParseURL("smtp://convene:geheim@mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(s); got != "mail.example.org:587" {
		t.Errorf("printed as %q", got)
	}
}
