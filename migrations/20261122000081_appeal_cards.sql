-- What the registration-control card (РКК) holds besides the appeal itself (REG-02, REG-08, REG-12, REG-13): a row only
-- for appeals that have any of it.
CREATE TABLE appeal_cards (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id),
    -- количество листов обращения и приложений
    sheets integer,
    annex_sheets integer,
    -- корреспондент, дата и индекс сопроводительного письма
    cover_from text,
    cover_on date,
    cover_index text,
    -- личный прием: who held it, when
    reception_by text,
    reception_on date,
    -- взято на контроль, снято с контроля
    controlled_since date,
    control_lifted_on date,
    -- подшито в дело: the number is the appeal's, here volume and sheets
    case_volume text,
    case_sheets text,
    -- ответ объявлен на личном приеме
    announced_on date
);
