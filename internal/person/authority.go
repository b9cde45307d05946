package person

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"convene/internal/fault"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Authority is a city or region that sends delegations.
type Authority struct {
	ID         int64
	Name       string // as the organisation writes it, in Latin letters
	NativeName string // in its own language and script; empty when the same or unknown
	Country    string // ISO 3166-1 alpha-2
	Kind       string // "city" or "region"
}

// Authorities gives all of them by country and name.
func Authorities(ctx context.Context, db bun.IDB) ([]Authority, error) {
	var all []Authority
	err := db.NewRaw(`/* person.Authorities */
		select id, name, native_name, country, kind from authority order by country, name`).Scan(ctx, &all)
	return all, err
}

// SearchAuthorities finds the authorities that have, for each word of the query,
// a word beginning with it in their name or native name: in any script and
// without accents. Names that begin with the query come first. An empty query
// finds all; limit bounds the answer.
func SearchAuthorities(ctx context.Context, db bun.IDB, query string, limit int) ([]Authority, error) {
	key := Fold(query)
	patterns := []string{}
	for _, word := range strings.Fields(key) {
		patterns = append(patterns, "% "+word+"%") // letters and digits only: nothing to escape
	}
	var found []Authority
	err := db.NewRaw(`/* person.SearchAuthorities */
		select id, name, native_name, country, kind from authority
		where ' ' || search like all (?::text[])
		order by search like ? desc, name, country
		limit ?`, pgdialect.Array(patterns), key+"%", limit).Scan(ctx, &found)
	return found, err
}

// AuthorityByID gives one authority; fault.NotFound when there is none.
func AuthorityByID(ctx context.Context, db bun.IDB, id int64) (*Authority, error) {
	var a Authority
	err := db.NewRaw(`/* person.AuthorityByID */
		select id, name, native_name, country, kind from authority where id = ?`, id).Scan(ctx, &a)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such authority.")
	}
	if err != nil {
		return nil, err
	}
	return &a, nil
}
