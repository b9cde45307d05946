package mail

import (
	"errors"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"convene/internal/locale"
)

// row is a letter in the outbox.
type row struct {
	ID        int64
	Kind      string
	Recipient string
	Locale    string
	Data      []byte
	State     string
	Attempts  int
	LastError string
	MessageID string
	Sender    string
	CreatedAt time.Time
}

// rowColumns are the columns of row.
const rowColumns = "id, kind, recipient, locale, data, state, attempts, last_error, message_id, sender, created_at"

// letter writes the row and wraps it as a message from a sender. It is a pure
// function of both: a letter that is sent twice is the same letter, with the
// same Message-ID (RFC 5322, 3.6.4) and date, that of the deed. Every error is
// unwritable.
func (r row) letter(from *netmail.Address) (*written, *gomail.Msg, error) {
	content, err := decode(r.Kind, r.Data)
	if err != nil {
		return nil, nil, unwritable{err}
	}
	w, err := write(content, r.Locale, r.CreatedAt, from.Address)
	if err != nil {
		return nil, nil, unwritable{err}
	}
	msg, err := r.wrap(w, from)
	return w, msg, err
}

// wrap makes the MIME message: multipart/mixed with the two bodies as
// multipart/alternative and the calendar file as an attachment.
//
// An attachment, not a third alternative: Outlook takes an alternative
// text/calendar for the letter itself and hides both bodies behind the first of
// its entries, while an attached file is opened by every client we know of, with
// all its entries and for PUBLISH and CANCEL alike.
func (r row) wrap(w *written, from *netmail.Address) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	to, err := netmail.ParseAddress(r.Recipient)
	if err != nil {
		return nil, unwritable{errors.New("the recipient is not an address")}
	}
	msg.FromMailAddress(from)
	msg.ToMailAddress(&netmail.Address{Address: to.Address})
	if reply, err := netmail.ParseAddress(w.ReplyTo); err == nil {
		msg.ReplyToMailAddress(reply)
	}
	r.setHeaders(msg, w.Subject, from.Address)
	msg.SetBodyString(gomail.TypeTextPlain, w.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, w.HTML)
	if w.Calendar == nil {
		return msg, nil
	}
	contentType := gomail.ContentType("text/calendar; charset=utf-8; method=" + w.Method)
	return msg, msg.AttachReader("invitation.ics", strings.NewReader(string(w.Calendar)), gomail.WithFileContentType(contentType))
}

// setHeaders sets the fields that tell machines what this is: service mail that
// answers nobody and wants no automatic answer (RFC 3834; Exchange reads the
// X- field only).
func (r row) setHeaders(msg *gomail.Msg, subject, from string) {
	msg.Subject(subject)
	msg.SetMessageIDWithValue(r.MessageID + "@" + domain(from))
	msg.SetDateWithValue(r.CreatedAt.UTC())
	msg.SetGenHeader(gomail.HeaderContentLang, locale.For(r.Locale).Lang())
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "OOF, AutoReply")
}

// domain is what stands behind the last @ of an address.
func domain(address string) string {
	return address[strings.LastIndexByte(address, '@')+1:]
}
