package mail

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// insertSQL writes any number of letters at once. Keys in order: two
// transactions with the same keys then wait for each other instead of ending in
// a deadlock.
const insertSQL = `/* mail.Enqueue */ insert into mail
	(key, kind, recipient, locale, data, event_id, registration_id, message_id, next_at, created_at)
	select m.key, m.kind, m.recipient, m.locale, m.data::json, nullif(m.event_id, 0), nullif(m.registration_id, 0), m.message_id, ?::timestamptz, ?::timestamptz
	from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
		as m (key, kind, recipient, locale, data, event_id, registration_id, message_id)
	order by m.key
	on conflict (key) do nothing`

// queueSQL is the same statement in the words of pgx: $1, $2 and so on.
var queueSQL = numbered(insertSQL)

func numbered(sql string) string {
	var b strings.Builder
	for i, part := range strings.Split(sql, "?") {
		if i > 0 {
			b.WriteString("$" + strconv.Itoa(i))
		}
		b.WriteString(part)
	}
	return b.String()
}

// nowhere ends addresses that never exist (RFC 2606): they stand for people who
// have none, and no letter is written to them.
const nowhere = ".invalid"

// Enqueue puts letters into the outbox, in the caller's transaction or its own
// statement. A letter whose key is there already is dropped. Nothing is sent
// before the transaction is committed; call Deliverer.Wake after that.
func Enqueue(ctx context.Context, db bun.IDB, now time.Time, ms ...Message) error {
	if len(ms) == 0 {
		return nil
	}
	c, err := toColumns(ms)
	if err != nil {
		return err
	}
	_, err = db.NewRaw(insertSQL, now, now, pgdialect.Array(c.key), pgdialect.Array(c.kind), pgdialect.Array(c.recipient), pgdialect.Array(c.locale),
		pgdialect.Array(c.data), pgdialect.Array(c.eventID), pgdialect.Array(c.registrationID), pgdialect.Array(c.messageID)).Exec(ctx)
	return err
}

// Queue is Enqueue for the desk: one statement on the batch, however many
// letters; none without letters.
func Queue(b *pgx.Batch, now time.Time, ms []Message) error {
	if len(ms) == 0 {
		return nil
	}
	c, err := toColumns(ms)
	if err != nil {
		return err
	}
	b.Queue(queueSQL, now, now, c.key, c.kind, c.recipient, c.locale, c.data, c.eventID, c.registrationID, c.messageID)
	return nil
}

// columns are the new rows, one slice a column, sorted by key.
type columns struct {
	key, kind, recipient, locale, data, messageID []string
	eventID, registrationID                       []int64
}

func toColumns(ms []Message) (*columns, error) {
	ms = slices.Clone(ms)
	slices.SortFunc(ms, func(a, b Message) int { return cmp.Compare(a.Key, b.Key) })
	c := &columns{}
	for _, m := range ms {
		if m.To == "" || strings.HasSuffix(m.To, nowhere) {
			continue
		}
		if err := c.add(m); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// shortText bounds keys, addresses and language tags, in runes.
const shortText = 320

func (c *columns) add(m Message) error {
	kind := m.Content.Kind()
	if decoders[kind] == nil {
		return unknownKind(kind)
	}
	data, err := json.Marshal(m.Content)
	if err != nil {
		return fmt.Errorf("mail: %s: %w", kind, err)
	}
	c.key = append(c.key, line(m.Key, shortText))
	c.kind = append(c.kind, kind)
	c.recipient = append(c.recipient, line(m.To, shortText))
	c.locale = append(c.locale, line(m.Locale, shortText))
	c.data = append(c.data, string(withoutNUL(data)))
	c.eventID = append(c.eventID, m.EventID)
	c.registrationID = append(c.registrationID, m.RegistrationID)
	c.messageID = append(c.messageID, rand.Text())
	return nil
}
