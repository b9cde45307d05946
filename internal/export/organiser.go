package export

import (
	"cmp"
	"context"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/locale"
)

// everyone reads all registrations of an event, whatever became of them, by
// country, authority and name in the order of the language.
func everyone(ctx context.Context, db bun.IDB, r Request) (*sheet, error) {
	pr, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	members, err := members(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	return memberSheet(pr, members, r), nil
}

// memberSheet lays the members out. In the exact CSV states and answers are the
// codes of the API; in the formats for people they are words.
func memberSheet(pr *event.Programme, members []member, r Request) *sheet {
	p := locale.For(r.Lang)
	locale.Sort(p, members,
		func(m member) string { return p.Country(m.Country) },
		func(m member) string { return m.Authority + m.Organisation },
		func(m member) string { return cmp.Or(m.Latin, m.Badge) },
		func(m member) string { return m.Reference })
	say := func(word string) string { return wordFor(p, word) }
	if r.Format == CSV {
		say = codeFor
	}
	s := &sheet{about: about{printer: p, event: pr.Event}}
	columns := memberColumns(p, pr, say)
	for _, c := range columns {
		s.columns = append(s.columns, c.column)
	}
	s.about.fields = s.keys()
	for _, m := range members {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.value(m)
		}
		s.rows = append(s.rows, row)
	}
	return s
}
