package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	netmail "net/mail"
	"net/url"
	"sync"
	"time"

	"github.com/uptrace/bun"
)

// Options of a Deliverer. Without SMTP letters are kept in the outbox, readable,
// instead of sent. From is an address, with or without a name. Workers (2 when
// 0) send side by side, a connection each. TLSConfig replaces the system's
// certificate authorities; Now is the clock, time.Now when nil.
type Options struct {
	SMTP      *SMTP
	From      string
	BaseURL   string
	Workers   int
	Log       *slog.Logger
	TLSConfig *tls.Config
	Now       func() time.Time
}

// Deliverer takes letters from the outbox to the mail server. Any number of
// them, in any number of programs, may work on one database.
type Deliverer struct {
	db     *bun.DB
	o      Options
	from   *netmail.Address
	unfit  error // why From is no address
	wakeUp chan struct{}
}

// NewDeliverer prepares delivery; Run or Once begin it. A wrong From is reported
// by them.
func NewDeliverer(db *bun.DB, o Options) *Deliverer {
	o.Workers = cmp.Or(max(o.Workers, 0), 2)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Deliverer{db: db, o: o, wakeUp: make(chan struct{}, o.Workers)}
	d.from, d.unfit = netmail.ParseAddress(o.From)
	return d
}

// Wake makes Run look into the outbox at once. It never waits.
func (d *Deliverer) Wake() {
	for range d.o.Workers {
		select {
		case d.wakeUp <- struct{}{}:
		default:
			return // every worker has its call already
		}
	}
}

// Run delivers until ctx ends, and then finishes the letters under way and hands
// the others back. It returns an error only when it cannot begin: From is no
// address.
func (d *Deliverer) Run(ctx context.Context) error {
	if d.unfit != nil {
		return d.unfit
	}
	var workers sync.WaitGroup
	for range d.o.Workers {
		workers.Go(func() { d.work(ctx) })
	}
	workers.Wait()
	return nil
}

// How long a worker rests: between looks into an empty outbox, and after a
// failure of the mail server or the database, twice as long each time.
const (
	restIdle    = 5 * time.Second
	restTrouble = 5 * time.Second
	restLongest = 5 * time.Minute
)

func (d *Deliverer) work(ctx context.Context) {
	troubles := 0
	for ctx.Err() == nil {
		handled, err := d.Once(ctx, d.o.Now())
		switch {
		case err != nil && ctx.Err() == nil:
			d.o.Log.Warn("mail waits", "because", outline(err, ""))
			// no wake-up here: new letters do not bring the server back
			d.rest(ctx, restAfter(troubles, rand.Float64()), nil)
			troubles++
		case handled == 0:
			troubles = 0
			d.rest(ctx, restIdle, d.wakeUp)
		default:
			troubles = 0
		}
	}
}

// restAfter is the rest after so many troubles in a row, up to a fifth longer.
func restAfter(troubles int, spread float64) time.Duration {
	rest := min(restTrouble<<min(troubles, 16), restLongest)
	return rest + time.Duration(spread*float64(rest)/5)
}

func (d *Deliverer) rest(ctx context.Context, long time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// Once takes one round: it claims letters that are due at now, sends them one by
// one and marks each. handled counts those that found an end or a later date. An
// error means that the mail server or the database is away; letters not tried
// are back in the outbox as they were.
func (d *Deliverer) Once(ctx context.Context, now time.Time) (handled int, err error) {
	if d.unfit != nil {
		return 0, d.unfit
	}
	if d.o.SMTP == nil {
		return d.keep(ctx, now)
	}
	rows, err := d.claim(ctx, now)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return d.sendAll(ctx, rows, now)
}

// sendAll sends claimed letters while the round lasts and hands back the rest.
func (d *Deliverer) sendAll(ctx context.Context, rows []row, now time.Time) (handled int, err error) {
	s := &session{server: d.o.SMTP, helo: d.helo(), tls: d.o.TLSConfig}
	defer func() {
		if err := s.close(); err != nil {
			d.o.Log.Debug("the mail server ended the connection first", "because", outline(err, ""))
		}
	}()
	last := time.Now().Add(roundLasts) // real time, as the mail server takes it
	for i, r := range rows {
		if ctx.Err() != nil || time.Now().After(last) {
			return i, d.giveBack(ctx, rows[i:], now, "")
		}
		if err := d.sendOne(ctx, s, r, now); isAway(err) {
			return i, errors.Join(err, d.giveBack(ctx, rows[i:], now, outline(err, "")))
		} else if err != nil {
			return i, err
		}
	}
	return len(rows), nil
}

// sendOne sends one letter and marks its row. It returns errors of the way to
// the server and of the database; what is wrong with the letter goes to the row.
func (d *Deliverer) sendOne(ctx context.Context, s *session, r row, now time.Time) error {
	if r.expired(now) {
		return d.markFailed(ctx, r, now, "too late: the code had expired")
	}
	_, msg, err := r.letter(d.from)
	if err == nil {
		err = s.send(ctx, msg)
	}
	switch {
	case err == nil:
		return d.markSent(ctx, r, now)
	case isAway(err):
		return err
	case permanent(err):
		return d.markFailed(ctx, r, now, outline(err, r.Recipient))
	}
	return d.markLater(ctx, r, now, outline(err, r.Recipient))
}

// helo is the name we greet mail servers with: that of the site, never the
// machine's. A bare IP address goes in brackets (RFC 5321, 4.1.3).
func (d *Deliverer) helo() string {
	u, err := url.Parse(d.o.BaseURL)
	if err != nil || u.Hostname() == "" {
		return domain(d.from.Address)
	}
	ip := net.ParseIP(u.Hostname())
	switch {
	case ip == nil:
		return u.Hostname()
	case ip.To4() != nil:
		return "[" + ip.String() + "]"
	}
	return "[IPv6:" + ip.String() + "]"
}
