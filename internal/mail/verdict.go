package mail

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// delays are the waits between attempts to send one letter, some three days in
// all: a mail server that is repaired after a weekend still gets everything.
var delays = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour,
	6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// delay is the wait after so many attempts (1 and up), up to a fifth longer by
// spread in [0, 1), so that what failed together is not tried together again.
// false when the letter has been tried often enough.
func delay(attempts int, spread float64) (time.Duration, bool) {
	if attempts > len(delays) {
		return 0, false
	}
	d := delays[max(attempts, 1)-1]
	return d + time.Duration(spread*float64(d)/5), true
}

// unwritable is a letter that cannot be written: wrong data or no such address.
// Another attempt would change nothing.
type unwritable struct{ err error }

func (u unwritable) Error() string { return "the letter cannot be written: " + u.err.Error() }
func (u unwritable) Unwrap() error { return u.err }

// permanent tells a refusal for good, a 5xx reply to this letter (RFC 5321,
// 4.2.1), from what a later attempt may mend: 4xx, a lost connection. Refusals
// of the connection or the password are no fault of the letter, and not
// permanent either.
func permanent(err error) bool {
	var send *gomail.SendError
	if errors.As(err, &send) {
		return send.ErrorCode() >= 500
	}
	return errors.As(err, new(unwritable))
}

// refusesUs tells that the server wants nothing from this sender: no password
// given where one is needed, or an address of ours it does not know.
func refusesUs(err error) bool {
	var send *gomail.SendError
	return errors.As(err, &send) && send.Reason == gomail.ErrSMTPMailFrom && send.ErrorCode() >= 500
}

// brokenLine tells that the connection is no longer good for another letter: the
// server did not answer, or said 421 and is closing it.
func brokenLine(err error) bool {
	var send *gomail.SendError
	return errors.As(err, &send) && (send.ErrorCode() == 0 || send.ErrorCode() == 421)
}

// addressLike is anything a server's reply may quote that names a person.
var addressLike = regexp.MustCompile(`\S*@\S*`)

// errorLength keeps an endless reply out of the database, in runes.
const errorLength = 200

// outline says why a letter was not sent, for the organiser and the log: the
// server's reply or the network's error in one short line that names nobody.
// Servers like to quote the recipient in their replies; recipient is "" where
// none was named yet.
func outline(err error, recipient string) string {
	s := reply(err)
	if recipient != "" {
		s = strings.ReplaceAll(s, recipient, "…")
	}
	return line(addressLike.ReplaceAllString(s, "…"), errorLength)
}

// reply is what stands behind an error: the words of the server where there are
// any, without go-mail's list of recipients.
func reply(err error) string {
	var send *gomail.SendError
	if errors.As(err, &send) {
		said, _, _ := strings.Cut(send.Error(), ", affected ")
		if _, words, ok := strings.Cut(said, ": "); ok && send.ErrorCode() > 0 {
			said = strings.ReplaceAll(words, `"`, "")
		}
		return said
	}
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		return "the mail server did not answer in time"
	}
	return fmt.Sprint(err)
}
