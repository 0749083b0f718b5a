//! Where users are looked up: a table, read with mysql_async.

use mysql_async::{Row, Value, prelude::Queryable};

use crate::{
    database::{Database, Setup, columns},
    error::Error,
    settings::{PoolSettings, Refusal, Statements},
    users::User,
};

const BY_EMAIL: &str = "SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?";
/// What the driver escapes a text for: a backslash escapes, and no letter of UTF-8 is taken for two others. A server may
/// be set up otherwise, and the driver does not tell; so every connection is set to it before its first statement.
const ESCAPED_FOR: &str = "SET NAMES utf8mb4, sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')";

pub struct Directory {
    database: Database,
    statements: Statements,
}

impl Directory {
    pub async fn open(url: &str, settings: &PoolSettings) -> Result<Self, Refusal> {
        let &PoolSettings { connections, statements } = settings;
        let (prepared, first) = match statements {
            Statements::Prepared => (&[BY_EMAIL][..], &[][..]),
            Statements::Text => (&[][..], &[ESCAPED_FOR][..]),
        };
        let setup = Setup { connections: connections.get().into(), prepared, first };
        Ok(Self { database: Database::open(url, &setup).await?, statements })
    }

    pub async fn by_email(&self, email: String) -> Result<Option<User>, Error> {
        let statements = self.statements;
        let found: Option<Row> = self
            .database
            .carry_out(async move |mut conn| {
                Ok(match statements {
                    Statements::Prepared => conn.exec_first(BY_EMAIL, (email,)).await?,
                    Statements::Text => conn.query_first(by_email_as_text(email)).await?,
                })
            })
            .await?;
        Ok(found.map(User::from_row).transpose()?)
    }

    pub async fn ping(&self) -> Result<(), Error> {
        self.database.ping().await
    }

    pub async fn close(&self) -> Result<(), Refusal> {
        self.database.close().await
    }
}

/// With the address as a literal of SQL, escaped by the driver.
fn by_email_as_text(email: String) -> String {
    BY_EMAIL.replace('?', &Value::from(email).as_sql(false))
}

impl User {
    fn from_row(row: Row) -> Result<Self, mysql_async::Error> {
        let (id, email, first_name, last_name, country, balance_cents) = columns(row)?;
        Ok(Self { id, email, first_name, last_name, country, balance_cents })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_a_literal_whatever_is_in_it() {
        for (email, literal) in [
            ("ada@shop.example", "'ada@shop.example'"),
            ("zoé.花子@shop.example", "'zoé.花子@shop.example'"),
            ("o'brien@shop.example", r"'o\'brien@shop.example'"),
            (r"' OR '1'='1", r"'\' OR \'1\'=\'1'"),
            (r"\' OR 1=1 -- ", r"'\\\' OR 1=1 -- '"),
            ("\"?\0\n", r#"'\"?\0\n'"#),
        ] {
            let text = by_email_as_text(email.to_owned());
            assert_eq!(text.split_once(" WHERE email = ").expect("a condition").1, literal);
        }
    }
}
