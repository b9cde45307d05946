package locale

import (
	"bytes"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators lends out collators of a language: one at a time each, because a
// collator keeps state while it compares.
func collators(tag language.Tag) *sync.Pool {
	return &sync.Pool{New: func() any { return collate.New(tag) }}
}

// Less tells whether a comes before b in a list of this language (Unicode
// collation with the language's own rules). It is safe for concurrent use.
func (p *Printer) Less(a, b string) bool {
	c := p.collators.Get().(*collate.Collator)
	defer p.collators.Put(c)
	return c.CompareString(a, b) < 0
}

// Sort puts items in the order of the Printer's language by their first key,
// those that are equal by the second, and so on. Equal items keep their order.
func Sort[T any](p *Printer, items []T, keys ...func(T) string) {
	type keyed struct {
		item T
		keys [][]byte
	}
	c := p.collators.Get().(*collate.Collator)
	defer p.collators.Put(c)
	var buf collate.Buffer
	all := make([]keyed, len(items))
	for i, item := range items {
		all[i].item = item
		for _, key := range keys {
			all[i].keys = append(all[i].keys, c.KeyFromString(&buf, key(item)))
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return slices.CompareFunc(a.keys, b.keys, bytes.Compare) })
	for i := range all {
		items[i] = all[i].item
	}
}
