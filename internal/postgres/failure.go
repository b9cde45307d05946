package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Constraint gives the name of the constraint or unique index that an error
// says was violated; "" for any other error. Every constraint of the schema has
// a name, so that a caller recognises exactly the refusal it expects.
func Constraint(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.ConstraintName
	}
	return ""
}

// Away tells whether an error means that the database is gone, going or takes
// no more connections: nothing is wrong with the request, it may be repeated
// later. A caller that gave up waiting is not the database's absence.
func Away(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return awayCode(answer.Code)
	}
	return lost(err)
}

// awayCode knows the SQLSTATE codes of a server that is leaving, arriving or
// full (PostgreSQL documentation, appendix A).
func awayCode(code string) bool {
	switch code {
	case "57P01", // admin_shutdown
		"57P02", // crash_shutdown
		"57P03", // cannot_connect_now
		"53300": // too_many_connections
		return true
	}
	return strings.HasPrefix(code, "08") // connection exceptions
}

// lost tells whether an error comes from the connection and not from the server.
// database/sql says ErrConnDone of a session that it has dropped for being dead.
func lost(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, sql.ErrConnDone, pgconn.ErrConnClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	var connecting *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connecting) || errors.As(err, &network)
}
