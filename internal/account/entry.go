package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
	"convene/internal/mail"
)

// The limits of a participant's way in (ASVS 6.5): how long a code and a link
// are good, how often a code may be tried, and how soon and how often an
// address may be sent another.
const (
	entryLasts = 10 * time.Minute
	entryTries = 5
	resendIn   = time.Minute
	countedFor = time.Hour
	mostSent   = 5
)

// EntryPath is where the link of a way in leads; the token follows.
const EntryPath = "/enter/"

// EntryRequest asks for a code and a link. Email is an address in the form of
// person.Email. Target is where the person was going, a path of ours; anything
// else becomes the person's own page. EventTitle may be empty, Contact (the
// organisers' address, for the letter) too. BaseURL is ours with no slash at its
// end. Sample: the letter says that it is sample data.
type EntryRequest struct {
	Email      string
	Locale     string
	Target     string
	EventTitle string
	BaseURL    string
	Contact    string
	Sample     bool
}

// StartEntry makes a code and a link for an address and queues the mail that
// carries them, in one transaction, and returns the id that EnterByCode asks
// for. It neither knows nor tells whether anybody is registered with the
// address. fault.TooMany: one was sent within the minute or five within the
// hour; RetryAfter says when the next may be asked for.
func StartEntry(ctx context.Context, db *bun.DB, now time.Time, r EntryRequest) (int64, error) {
	r.Email = address(r.Email)
	code, token := newCode(), newToken()
	var id int64
	err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := maySend(ctx, tx, now, r.Email); err != nil {
			return err
		}
		var err error
		if id, err = insertEntry(ctx, tx, now, r, code, token); err != nil {
			return err
		}
		return mail.Enqueue(ctx, tx, now, mail.Message{
			Key: "entry:" + strconv.FormatInt(id, 10), To: r.Email, Locale: r.Locale,
			Content: mail.EntryCode{Code: code, Link: r.BaseURL + EntryPath + token, EventTitle: r.EventTitle,
				Minutes: int(entryLasts / time.Minute), Contact: r.Contact, Sample: r.Sample},
		})
	})
	return id, err
}

// maySend refuses when the address was sent enough. Requests for one address
// wait for each other here, so that two at once cannot both be the last one.
func maySend(ctx context.Context, tx bun.Tx, now time.Time, email string) error {
	if _, err := tx.NewRaw("/* account.StartEntry */ select pg_advisory_xact_lock(hashtextextended(?, 0))", "entry:"+email).Exec(ctx); err != nil {
		return err
	}
	var sent []time.Time
	err := tx.NewRaw("/* account.StartEntry */ select created_at from entry where email = ? and created_at > ? order by 1 desc",
		email, now.Add(-countedFor)).Scan(ctx, &sent)
	if err != nil || len(sent) == 0 {
		return err
	}
	wait := sent[0].Add(resendIn).Sub(now)
	if len(sent) >= mostSent {
		wait = sent[mostSent-1].Add(countedFor).Sub(now)
	}
	if wait <= 0 {
		return nil
	}
	return &fault.Error{Kind: fault.TooMany, RetryAfter: wait,
		Message: "A code was sent to this address a short while ago. Look for it, or ask again later."}
}

func insertEntry(ctx context.Context, tx bun.Tx, now time.Time, r EntryRequest, code, token string) (id int64, err error) {
	link := linkHash(token)
	err = tx.NewRaw(`/* account.StartEntry */ insert into entry (email, locale, target, code_hash, link_hash, created_at, expires_at)
		values (?, ?, ?, ?, ?, ?, ?) returning id`,
		r.Email, r.Locale, ourPath(r.Target), codeHash(link, code), link, now, now.Add(entryLasts)).Scan(ctx, &id)
	return id, err
}

// newCode gives six digits, every one of the million as likely as another: of
// 2^64 numbers the remainder favours none by more than one in 10^13.
func newCode() string {
	var raw [8]byte
	rand.Read(raw[:])
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(raw[:])%1_000_000)
}

// newToken gives 160 random bits as 32 letters and digits.
func newToken() string {
	raw := make([]byte, 20)
	rand.Read(raw)
	return strings.ToLower(base32.StdEncoding.EncodeToString(raw))
}

func linkHash(token string) []byte {
	sum := sha256.Sum256([]byte(strings.ToLower(token)))
	return sum[:]
}

// codeHash ties a code to its row by the row's link: equal codes have unequal
// hashes, and no table of a million hashes serves for two rows.
func codeHash(link []byte, code string) []byte {
	mac := hmac.New(sha256.New, link)
	mac.Write([]byte(code))
	return mac.Sum(nil)
}

// ourPath keeps a path on this server; browsers read "//host" and "/\host" as
// another server's.
func ourPath(target string) string {
	foreign := !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") || strings.ContainsAny(target, "\\\r\n\t")
	if foreign {
		return "/me"
	}
	return target
}
