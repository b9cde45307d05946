package person

import (
	"context"
	"io"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// ImportReport says what an import did: how many authorities the file has, how
// many of them are new, how many of the others were different before.
type ImportReport struct{ Read, Added, Changed int }

// ImportAuthorities takes the authorities of a CSV file with the columns
// city_or_region, country_code, kind, and of a second one with city_or_region,
// country_code, native_name (nil when there is none). name is the first file's
// name, for messages; the second says its own when it is an os.File.
//
// Either everything is imported or nothing: wrong input comes back as
// InputErrors with every wrong line. An authority is the same one when country
// and name are; one that the files do not have stays as it is, and so does a
// native name they do not mention. Importing the same files again changes
// nothing.
func ImportAuthorities(ctx context.Context, db *bun.DB, name string, members, native io.Reader) (ImportReport, error) {
	read, err := readMembers(name, members, native)
	if err != nil {
		return ImportReport{}, err
	}
	report := ImportReport{Read: len(read)}
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// Two imports at once would both take the same rows for new.
		if _, err := tx.ExecContext(ctx, `/* person.ImportAuthorities */ lock table authority in share row exclusive mode`); err != nil {
			return err
		}
		known, err := storedAuthorities(ctx, tx)
		if err != nil {
			return err
		}
		added, changed := compare(known, read)
		report.Added, report.Changed = len(added), len(changed)
		return saveAuthorities(ctx, tx, append(added, changed...))
	})
	if err != nil {
		return ImportReport{}, err
	}
	return report, nil
}

// stored is an authority as the database has it, with its search key.
type stored struct {
	Name, NativeName, Country, Kind, Search string
}

func storedAuthorities(ctx context.Context, tx bun.IDB) ([]stored, error) {
	var all []stored
	err := tx.NewRaw(`/* person.storedAuthorities */
		select name, native_name, country, kind, search from authority`).Scan(ctx, &all)
	return all, err
}

// compare says which members are new and which are known but different: in
// kind, in native name (kept when the files mention none), or in search key,
// which a later version of Fold may write differently.
func compare(known []stored, read []member) (added, changed []member) {
	before := map[place]stored{}
	for _, s := range known {
		before[place{s.Country, s.Name}] = s
	}
	for _, m := range read {
		s, ok := before[m.place]
		if m.native == "" {
			m.native = s.NativeName
		}
		switch {
		case !ok:
			added = append(added, m)
		case s != stored{m.name, m.native, m.country, m.kind, searchKey(m.name, m.native)}:
			changed = append(changed, m)
		}
	}
	return added, changed
}

// saveAuthorities writes members in one statement.
func saveAuthorities(ctx context.Context, tx bun.IDB, members []member) error {
	var names, natives, countries, kinds, searches []string
	for _, m := range members {
		names, natives = append(names, m.name), append(natives, m.native)
		countries, kinds = append(countries, m.country), append(kinds, m.kind)
		searches = append(searches, searchKey(m.name, m.native))
	}
	_, err := tx.NewRaw(`/* person.saveAuthorities */
		insert into authority (name, native_name, country, kind, search)
		select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
		on conflict on constraint authority_name_key do update
		set native_name = excluded.native_name, kind = excluded.kind, search = excluded.search`,
		pgdialect.Array(names), pgdialect.Array(natives), pgdialect.Array(countries),
		pgdialect.Array(kinds), pgdialect.Array(searches)).Exec(ctx)
	return err
}

// searchKey is the text an authority is found by: its names in every spelling
// we know, folded.
func searchKey(name, native string) string {
	key := Fold(name)
	if folded := Fold(native); folded != "" && folded != key {
		key += " " + folded
	}
	return key
}
