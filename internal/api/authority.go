package api

import (
	"context"
	"strconv"
	"strings"

	"convene/internal/fault"
	"convene/internal/person"
)

// mostNames bounds how many authorities with similar names are compared.
const mostNames = 200

// authority finds the one that a program means; the field is wrong when there is
// none, or more than one of that name (of that country, when it was given).
func (s *Server) authority(ctx context.Context, named authorityField, country string) (*person.Authority, *fault.Field, error) {
	if id, ok := named.number(); ok {
		a, err := person.AuthorityByID(ctx, s.db, id)
		if fault.Is(err, fault.NotFound) {
			return nil, noAuthority(named), nil
		}
		return a, nil, err
	}
	key := person.Fold(string(named))
	if key == "" {
		return nil, noAuthority(named), nil
	}
	found, err := person.SearchAuthorities(ctx, s.db, key, mostNames)
	if err != nil {
		return nil, nil, err
	}
	return choose(named, sameName(found, key), country)
}

// sameName keeps the authorities that are called exactly so, in Latin letters or
// in their own; case, accents and script do not count.
func sameName(found []person.Authority, key string) []person.Authority {
	var same []person.Authority
	for _, a := range found {
		if person.Fold(a.Name) == key || person.Fold(a.NativeName) == key {
			same = append(same, a)
		}
	}
	return same
}

func choose(named authorityField, same []person.Authority, country string) (*person.Authority, *fault.Field, error) {
	if len(same) > 1 {
		var there []person.Authority
		for _, a := range same {
			if a.Country == country {
				there = append(there, a)
			}
		}
		if len(there) > 0 {
			same = there
		}
	}
	switch len(same) {
	case 0:
		return nil, noAuthority(named), nil
	case 1:
		return &same[0], nil, nil
	}
	var ids []string
	for _, a := range same {
		ids = append(ids, strconv.FormatInt(a.ID, 10)+" ("+a.Country+")")
	}
	return nil, &fault.Field{Name: "authority", Message: "Several authorities are called “%s”. Send the number of one of them: %s.",
		Args: []any{string(named), strings.Join(ids, ", ")}}, nil
}

func noAuthority(named authorityField) *fault.Field {
	return &fault.Field{Name: "authority", Message: "There is no authority “%s”. Send its name as it writes it itself, or an organisation instead.",
		Args: []any{person.Line(string(named), 100)}}
}
