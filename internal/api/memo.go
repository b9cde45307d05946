package api

import (
	"sync"
	"time"
)

// memoLife is for how long an answer of the database serves others too. A rush
// then reads an event once a second and not once a request; nothing that is shown
// is older, and a token that was revoked is refused a second later.
const memoLife = time.Second

// memo keeps what was read for a moment. What is kept is shared and never
// changed. Only what exists is kept, so that it does not grow with what is asked.
type memo[K comparable, V any] struct {
	mu   sync.Mutex
	kept map[K]kept[V]
}

type kept[V any] struct {
	value V
	until time.Time
}

// get gives what is kept of a key or reads it. Its age is measured by the
// machine's clock, not by the one that decides what is open.
func (m *memo[K, V]) get(key K, read func() (V, error)) (V, error) {
	now := time.Now()
	m.mu.Lock()
	k, ok := m.kept[key]
	m.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.value, nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[K]kept[V]{}
	}
	m.kept[key] = kept[V]{value, now.Add(memoLife)}
	return value, nil
}
