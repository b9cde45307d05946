package mail

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	netmail "net/mail"
	"net/url"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
	"convene/internal/locale"
)

// Kept is a letter in the outbox. State is queued, kept, sent or failed;
// LastError says why the last attempt did not succeed and names nobody.
type Kept struct {
	ID        int64
	To        string
	Subject   string
	Kind      string
	State     string
	CreatedAt time.Time
	Attempts  int
	LastError string
}

// Letter is a whole letter. Raw is the MIME message as it is sent.
type Letter struct {
	Kept
	Text, HTML string
	Raw        []byte
}

// List gives the outbox, newest first.
func List(ctx context.Context, db bun.IDB, limit, offset int) ([]Kept, error) {
	return list(ctx, db.NewRaw("/* mail.List */ select "+rowColumns+" from mail order by id desc limit ? offset ?", limit, offset))
}

// Failed gives an event's letters that were given up, oldest first.
func Failed(ctx context.Context, db bun.IDB, eventID int64) ([]Kept, error) {
	return list(ctx, db.NewRaw("/* mail.Failed */ select "+rowColumns+" from mail where event_id = ? and state = 'failed' order by id", eventID))
}

// OfRegistration gives the letters about one registration, oldest first.
func OfRegistration(ctx context.Context, db bun.IDB, registrationID int64) ([]Kept, error) {
	return list(ctx, db.NewRaw("/* mail.OfRegistration */ select "+rowColumns+" from mail where registration_id = ? order by id", registrationID))
}

func list(ctx context.Context, q *bun.RawQuery) ([]Kept, error) {
	var rows []row
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	letters := make([]Kept, len(rows))
	for i, r := range rows {
		letters[i] = r.kept()
	}
	return letters, nil
}

func (r row) kept() Kept {
	k := Kept{ID: r.ID, To: r.Recipient, Kind: r.Kind, State: r.State, CreatedAt: r.CreatedAt, Attempts: r.Attempts, LastError: r.LastError}
	if content, err := decode(r.Kind, r.Data); err == nil {
		k.Subject = subject(content, locale.For(r.Locale))
	}
	return k
}

// Retry puts a letter of an event that was given up back into the outbox, due
// now and with all its attempts. fault.NotFound when the event has no such
// letter. A code is not among them: the person asks for a new one.
func Retry(ctx context.Context, db bun.IDB, id, eventID int64, now time.Time) error {
	res, err := db.NewRaw(`/* mail.Retry */ update mail set state = 'queued', attempts = 0, next_at = ?, last_error = ''
		where id = ? and event_id = ? and state = 'failed' and kind <> 'entry'`, now, id, eventID).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fault.New(fault.NotFound, "There is no such mail.")
}

// Read gives a whole letter, as it was or will be sent. fault.NotFound when
// there is none; fault.Gone for a code that was sent, as it is deleted then.
func Read(ctx context.Context, db bun.IDB, id int64) (*Letter, error) {
	var r row
	err := db.NewRaw("/* mail.Read */ select "+rowColumns+" from mail where id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such mail.")
	}
	if err != nil {
		return nil, err
	}
	return r.read()
}

func (r row) read() (*Letter, error) {
	content, err := decode(r.Kind, r.Data)
	if err != nil {
		return nil, err
	}
	if e, ok := content.(EntryCode); ok && e.Code == "" {
		return nil, fault.New(fault.Gone, "The code of this mail has been deleted.")
	}
	from, err := r.sender(content)
	if err != nil {
		return nil, err
	}
	w, msg, err := r.letter(from)
	if err != nil {
		return nil, err
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return nil, err
	}
	return &Letter{Kept: r.kept(), Text: w.Text, HTML: w.HTML, Raw: raw.Bytes()}, nil
}

// sender is the From line of a letter. One that no deliverer has had in hand has
// none yet; until then the site its link leads to stands in for it.
func (r row) sender(content Content) (*netmail.Address, error) {
	if r.Sender != "" {
		return netmail.ParseAddress(r.Sender)
	}
	var link string
	switch c := content.(type) {
	case EntryCode:
		link = c.Link
	case Registration:
		link = c.MeURL
	case occasional:
		link = c.link()
	}
	site := "convene.invalid"
	if u, err := url.Parse(link); err == nil && u.Hostname() != "" {
		site = u.Hostname()
	}
	return &netmail.Address{Name: "Convene", Address: "convene@" + site}, nil
}
