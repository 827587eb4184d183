"""The index over what is written in words, on PostgreSQL: the words of each passage as a `tsvector`, in a GIN index.

In a table of its own, which only a function reads: under row security PostgreSQL lets no condition go before the policy
unless it is known to leak nothing, and matching of words is not; an index on `passage` itself would never be used.
Each word begins with its organisation, so that a search walks along its own words alone. They are cut as SQLite's index
cuts them, at whatever is no letter and no digit, not by PostgreSQL's parser, which knows addresses and hyphens.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from kartlegging_tui.records import names

TABLE = "passage_words"
SEARCHING = "passages_with(text)"
_LONGEST = 200
"""Letters of a word that count: what is longer cannot be kept in the index."""
_MARKS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_LETTERS_OF_ALL_LANGUAGES = "SELECT 1 FROM pg_collation WHERE collname = 'pg_c_utf8'"  # from PostgreSQL 17 on


def create(connection: Connection) -> None:
    """Makes what is not there yet, and makes its functions anew."""
    run = connection.exec_driver_sql
    collation = "pg_c_utf8" if connection.execute(text(_LETTERS_OF_ALL_LANGUAGES)).scalar() else "default"
    run(
        f"""CREATE TABLE IF NOT EXISTS public.{TABLE} (
        organisation text COLLATE "C" NOT NULL, passage_id integer NOT NULL, words tsvector,
        CONSTRAINT pk_{TABLE} PRIMARY KEY (organisation, passage_id),
        CONSTRAINT fk_{TABLE}_passage_id FOREIGN KEY (organisation, passage_id)
          REFERENCES public.passage (organisation, id) ON DELETE CASCADE)"""
    )
    run(f"CREATE INDEX IF NOT EXISTS ix_{TABLE}_words ON public.{TABLE} USING gin (words)")
    run(
        f"""CREATE OR REPLACE FUNCTION public.passage_index() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          INSERT INTO public.{TABLE} SELECT NEW.organisation, NEW.id, array_to_tsvector(array_agg(DISTINCT
            NEW.organisation || '/' || left(word COLLATE "C", {_LONGEST})))
            FROM regexp_split_to_table({_forgiven("NEW.text", collation)}, '[^[:alnum:]]+') AS word WHERE word <> '';
          RETURN NULL;
        END $$"""
    )
    run(
        f"""CREATE OR REPLACE FUNCTION public.{SEARCHING} RETURNS SETOF integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
          mine text := public.organisation_of_session();
          looked_for tsquery := (SELECT string_agg(
            '''' || mine || '/' || left(rtrim(word, '*'), {_LONGEST}) || ''''
            || CASE WHEN word LIKE '%%*' THEN ':*' ELSE '' END, ' & ')
            FROM regexp_split_to_table($1, ' ') AS word WHERE word ~ '^[^[:space:]''\\\\]+$');
        BEGIN
          RETURN QUERY SELECT passage_id FROM public.{TABLE} WHERE words @@ looked_for AND organisation = mine;
        END $$"""
    )
    run("DROP TRIGGER IF EXISTS passage_indexed ON public.passage")
    run(
        "CREATE TRIGGER passage_indexed AFTER INSERT ON public.passage"
        " FOR EACH ROW EXECUTE FUNCTION public.passage_index()"
    )


def _forgiven(written: str, collation: str) -> str:
    """The text as it is searched for (`names.plain`), in SQL."""
    small = f'lower(({written}) COLLATE "{collation}")'
    found = f"regexp_replace(normalize({small}, NFKD), '{_MARKS}', '', 'g')"
    for letter, plain in (*names.LETTERS.items(), *names.SPELLINGS):
        found = f"replace({found}, '{letter}', '{plain}')"
    return found
