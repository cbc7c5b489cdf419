-- Territories of statistical reports (REP-01): districts, cities of a region's subordination, districts of Minsk.
CREATE TABLE territories (
    -- never changes
    code text PRIMARY KEY,
    -- as organisations.region
    region text NOT NULL,
    name_ru text NOT NULL,
    name_be text NOT NULL,
    -- the settlement where its organs are, as addresses write it; empty: it has none of its own
    centre_ru text NOT NULL
);

-- none: the organisation serves a whole region or the republic, or its address does not say the district
ALTER TABLE organisations ADD COLUMN territory_code text REFERENCES territories (code);
CREATE INDEX organisations_territory ON organisations (territory_code);

-- The territory that an address names: a district by its name, else a city or a district by its centre. A city that is
-- the centre of a district and stands beside it is meant by itself where the district is not named.
CREATE FUNCTION territory_of(of_region text, address text) RETURNS text LANGUAGE sql STABLE AS $$
    WITH asked AS (SELECT ' ' || translate(lower(address), 'ё', 'е') || ',' AS line),
    known AS (
        SELECT code, code LIKE '%-g-%' AS is_city, translate(lower(name_ru), 'ё', 'е') AS name, translate(lower(centre_ru), 'ё', 'е') AS centre
        FROM territories WHERE region = of_region),
    found AS (
        SELECT code, is_city,
            NOT is_city AND (strpos(line, ' ' || name) > 0 OR strpos(line, ' ' || replace(name, ' район', ' р-н')) > 0) AS named,
            centre <> '' AND (strpos(line, ' ' || centre || ',') > 0 OR strpos(line, ' ' || centre || ' ') > 0) AS placed
        FROM known CROSS JOIN asked)
    SELECT code FROM found WHERE named OR placed ORDER BY named DESC, is_city DESC, code LIMIT 1
$$;

CREATE FUNCTION organisations_find_territory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organisations SET territory_code = territory_of(organisations.region, organisations.address_ru)
    FROM new_rows
    WHERE organisations.id = new_rows.id AND new_rows.territory_code IS NULL AND new_rows.address_ru <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER organisations_added_territory AFTER INSERT ON organisations REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION organisations_find_territory();

INSERT INTO territories (code, region, name_ru, name_be, centre_ru) VALUES
    ('brest-g-baranovichi', 'brest', 'г. Барановичи', 'г. Баранавічы', 'г. Барановичи'),
    ('brest-g-brest', 'brest', 'г. Брест', 'г. Брэст', 'г. Брест'),
    ('brest-g-pinsk', 'brest', 'г. Пинск', 'г. Пінск', 'г. Пинск'),
    ('vitebsk-g-vitebsk', 'vitebsk', 'г. Витебск', 'г. Віцебск', 'г. Витебск'),
    ('vitebsk-g-novopolotsk', 'vitebsk', 'г. Новополоцк', 'г. Наваполацк', 'г. Новополоцк'),
    ('gomel-g-gomel', 'gomel', 'г. Гомель', 'г. Гомель', 'г. Гомель'),
    ('grodno-g-grodno', 'grodno', 'г. Гродно', 'г. Гродна', 'г. Гродно'),
    ('minsk-g-zhodino', 'minsk', 'г. Жодино', 'г. Жодзіна', 'г. Жодино'),
    ('mogilev-g-mogilev', 'mogilev', 'г. Могилёв', 'г. Магілёў', 'г. Могилёв'),
    ('mogilev-g-bobruysk', 'mogilev', 'г. Бобруйск', 'г. Бабруйск', 'г. Бобруйск'),
    ('brest-baranovichskiy', 'brest', 'Барановичский район', 'Баранавіцкі раён', 'г. Барановичи'),
    ('brest-berezovskiy', 'brest', 'Берёзовский район', 'Бярозаўскі раён', 'г. Берёза'),
    ('brest-brestskiy', 'brest', 'Брестский район', 'Брэсцкі раён', 'г. Брест'),
    ('brest-gantsevichskiy', 'brest', 'Ганцевичский район', 'Ганцавіцкі раён', 'г. Ганцевичи'),
    ('brest-drogichinskiy', 'brest', 'Дрогичинский район', 'Драгічынскі раён', 'г. Дрогичин'),
    ('brest-zhabinkovskiy', 'brest', 'Жабинковский район', 'Жабінкаўскі раён', 'г. Жабинка'),
    ('brest-ivanovskiy', 'brest', 'Ивановский район', 'Іванаўскі раён', 'г. Иваново'),
    ('brest-ivatsevichskiy', 'brest', 'Ивацевичский район', 'Івацэвіцкі раён', 'г. Ивацевичи'),
    ('brest-kamenetskiy', 'brest', 'Каменецкий район', 'Камянецкі раён', 'г. Каменец'),
    ('brest-kobrinskiy', 'brest', 'Кобринский район', 'Кобрынскі раён', 'г. Кобрин'),
    ('brest-luninetskiy', 'brest', 'Лунинецкий район', 'Лунінецкі раён', 'г. Лунинец'),
    ('brest-lyakhovichskiy', 'brest', 'Ляховичский район', 'Ляхавіцкі раён', 'г. Ляховичи'),
    ('brest-maloritskiy', 'brest', 'Малоритский район', 'Маларыцкі раён', 'г. Малорита'),
    ('brest-pinskiy', 'brest', 'Пинский район', 'Пінскі раён', 'г. Пинск'),
    ('brest-pruzhanskiy', 'brest', 'Пружанский район', 'Пружанскі раён', 'г. Пружаны'),
    ('brest-stolinskiy', 'brest', 'Столинский район', 'Столінскі раён', 'г. Столин'),
    ('vitebsk-beshenkovichskiy', 'vitebsk', 'Бешенковичский район', 'Бешанковіцкі раён', 'г.п. Бешенковичи'),
    ('vitebsk-braslavskiy', 'vitebsk', 'Браславский район', 'Браслаўскі раён', 'г. Браслав'),
    ('vitebsk-verkhnedvinskiy', 'vitebsk', 'Верхнедвинский район', 'Верхнядзвінскі раён', 'г. Верхнедвинск'),
    ('vitebsk-vitebskiy', 'vitebsk', 'Витебский район', 'Віцебскі раён', 'г. Витебск'),
    ('vitebsk-glubokskiy', 'vitebsk', 'Глубокский район', 'Глыбоцкі раён', 'г. Глубокое'),
    ('vitebsk-gorodokskiy', 'vitebsk', 'Городокский район', 'Гарадоцкі раён', 'г. Городок'),
    ('vitebsk-dokshitskiy', 'vitebsk', 'Докшицкий район', 'Докшыцкі раён', 'г. Докшицы'),
    ('vitebsk-dubrovenskiy', 'vitebsk', 'Дубровенский район', 'Дубровенскі раён', 'г. Дубровно'),
    ('vitebsk-lepelskiy', 'vitebsk', 'Лепельский район', 'Лепельскі раён', 'г. Лепель'),
    ('vitebsk-lioznenskiy', 'vitebsk', 'Лиозненский район', 'Лёзненскі раён', 'г.п. Лиозно'),
    ('vitebsk-miorskiy', 'vitebsk', 'Миорский район', 'Мёрскі раён', 'г. Миоры'),
    ('vitebsk-orshanskiy', 'vitebsk', 'Оршанский район', 'Аршанскі раён', 'г. Орша'),
    ('vitebsk-polotskiy', 'vitebsk', 'Полоцкий район', 'Полацкі раён', 'г. Полоцк'),
    ('vitebsk-postavskiy', 'vitebsk', 'Поставский район', 'Пастаўскі раён', 'г. Поставы'),
    ('vitebsk-rossonskiy', 'vitebsk', 'Россонский район', 'Расонскі раён', 'г.п. Россоны'),
    ('vitebsk-sennenskiy', 'vitebsk', 'Сенненский район', 'Сенненскі раён', 'г. Сенно'),
    ('vitebsk-tolochinskiy', 'vitebsk', 'Толочинский район', 'Талачынскі раён', 'г. Толочин'),
    ('vitebsk-ushachskiy', 'vitebsk', 'Ушачский район', 'Ушацкі раён', 'г.п. Ушачи'),
    ('vitebsk-chashnikskiy', 'vitebsk', 'Чашникский район', 'Чашніцкі раён', 'г. Чашники'),
    ('vitebsk-sharkovshchinskiy', 'vitebsk', 'Шарковщинский район', 'Шаркаўшчынскі раён', 'г.п. Шарковщина'),
    ('vitebsk-shumilinskiy', 'vitebsk', 'Шумилинский район', 'Шумілінскі раён', 'г.п. Шумилино'),
    ('gomel-braginskiy', 'gomel', 'Брагинский район', 'Брагінскі раён', 'г.п. Брагин'),
    ('gomel-buda-koshelevskiy', 'gomel', 'Буда-Кошелёвский район', 'Буда-Кашалёўскі раён', 'г. Буда-Кошелёво'),
    ('gomel-vetkovskiy', 'gomel', 'Ветковский район', 'Веткаўскі раён', 'г. Ветка'),
    ('gomel-gomelskiy', 'gomel', 'Гомельский район', 'Гомельскі раён', 'г. Гомель'),
    ('gomel-dobrushskiy', 'gomel', 'Добрушский район', 'Добрушскі раён', 'г. Добруш'),
    ('gomel-elskiy', 'gomel', 'Ельский район', 'Ельскі раён', 'г. Ельск'),
    ('gomel-zhitkovichskiy', 'gomel', 'Житковичский район', 'Жыткавіцкі раён', 'г. Житковичи'),
    ('gomel-zhlobinskiy', 'gomel', 'Жлобинский район', 'Жлобінскі раён', 'г. Жлобин'),
    ('gomel-kalinkovichskiy', 'gomel', 'Калинковичский район', 'Калінкавіцкі раён', 'г. Калинковичи'),
    ('gomel-kormyanskiy', 'gomel', 'Кормянский район', 'Кармянскі раён', 'г.п. Корма'),
    ('gomel-lelchitskiy', 'gomel', 'Лельчицкий район', 'Лельчыцкі раён', 'г.п. Лельчицы'),
    ('gomel-loevskiy', 'gomel', 'Лоевский район', 'Лоеўскі раён', 'г.п. Лоев'),
    ('gomel-mozyrskiy', 'gomel', 'Мозырский район', 'Мазырскі раён', 'г. Мозырь'),
    ('gomel-narovlyanskiy', 'gomel', 'Наровлянский район', 'Нараўлянскі раён', 'г. Наровля'),
    ('gomel-oktyabrskiy', 'gomel', 'Октябрьский район', 'Акцябрскі раён', 'г.п. Октябрьский'),
    ('gomel-petrikovskiy', 'gomel', 'Петриковский район', 'Петрыкаўскі раён', 'г. Петриков'),
    ('gomel-rechitskiy', 'gomel', 'Речицкий район', 'Рэчыцкі раён', 'г. Речица'),
    ('gomel-rogachevskiy', 'gomel', 'Рогачёвский район', 'Рагачоўскі раён', 'г. Рогачёв'),
    ('gomel-svetlogorskiy', 'gomel', 'Светлогорский район', 'Светлагорскі раён', 'г. Светлогорск'),
    ('gomel-khoynikskiy', 'gomel', 'Хойникский район', 'Хойніцкі раён', 'г. Хойники'),
    ('gomel-checherskiy', 'gomel', 'Чечерский район', 'Чачэрскі раён', 'г. Чечерск'),
    ('grodno-berestovitskiy', 'grodno', 'Берестовицкий район', 'Бераставіцкі раён', 'г.п. Большая Берестовица'),
    ('grodno-volkovysskiy', 'grodno', 'Волковысский район', 'Ваўкавыскі раён', 'г. Волковыск'),
    ('grodno-voronovskiy', 'grodno', 'Вороновский район', 'Воранаўскі раён', 'г.п. Вороново'),
    ('grodno-grodnenskiy', 'grodno', 'Гродненский район', 'Гродзенскі раён', 'г. Гродно'),
    ('grodno-dyatlovskiy', 'grodno', 'Дятловский район', 'Дзятлаўскі раён', 'г. Дятлово'),
    ('grodno-zelvenskiy', 'grodno', 'Зельвенский район', 'Зэльвенскі раён', 'г.п. Зельва'),
    ('grodno-ivevskiy', 'grodno', 'Ивьевский район', 'Іўеўскі раён', 'г. Ивье'),
    ('grodno-korelichskiy', 'grodno', 'Кореличский район', 'Карэліцкі раён', 'г.п. Кореличи'),
    ('grodno-lidskiy', 'grodno', 'Лидский район', 'Лідскі раён', 'г. Лида'),
    ('grodno-mostovskiy', 'grodno', 'Мостовский район', 'Мастоўскі раён', 'г. Мосты'),
    ('grodno-novogrudskiy', 'grodno', 'Новогрудский район', 'Навагрудскі раён', 'г. Новогрудок'),
    ('grodno-ostrovetskiy', 'grodno', 'Островецкий район', 'Астравецкі раён', 'г. Островец'),
    ('grodno-oshmyanskiy', 'grodno', 'Ошмянский район', 'Ашмянскі раён', 'г. Ошмяны'),
    ('grodno-svislochskiy', 'grodno', 'Свислочский район', 'Свіслацкі раён', 'г. Свислочь'),
    ('grodno-slonimskiy', 'grodno', 'Слонимский район', 'Слонімскі раён', 'г. Слоним'),
    ('grodno-smorgonskiy', 'grodno', 'Сморгонский район', 'Смаргонскі раён', 'г. Сморгонь'),
    ('grodno-shchuchinskiy', 'grodno', 'Щучинский район', 'Шчучынскі раён', 'г. Щучин'),
    ('minsk-berezinskiy', 'minsk', 'Березинский район', 'Бярэзінскі раён', 'г. Березино'),
    ('minsk-borisovskiy', 'minsk', 'Борисовский район', 'Барысаўскі раён', 'г. Борисов'),
    ('minsk-vileyskiy', 'minsk', 'Вилейский район', 'Вілейскі раён', 'г. Вилейка'),
    ('minsk-volozhinskiy', 'minsk', 'Воложинский район', 'Валожынскі раён', 'г. Воложин'),
    ('minsk-dzerzhinskiy', 'minsk', 'Дзержинский район', 'Дзяржынскі раён', 'г. Дзержинск'),
    ('minsk-kletskiy', 'minsk', 'Клецкий район', 'Клецкі раён', 'г. Клецк'),
    ('minsk-kopylskiy', 'minsk', 'Копыльский район', 'Капыльскі раён', 'г. Копыль'),
    ('minsk-krupskiy', 'minsk', 'Крупский район', 'Крупскі раён', 'г. Крупки'),
    ('minsk-logoyskiy', 'minsk', 'Логойский район', 'Лагойскі раён', 'г. Логойск'),
    ('minsk-lyubanskiy', 'minsk', 'Любанский район', 'Любанскі раён', 'г. Любань'),
    ('minsk-minskiy', 'minsk', 'Минский район', 'Мінскі раён', 'г. Минск'),
    ('minsk-molodechnenskiy', 'minsk', 'Молодечненский район', 'Маладзечанскі раён', 'г. Молодечно'),
    ('minsk-myadelskiy', 'minsk', 'Мядельский район', 'Мядзельскі раён', 'г. Мядель'),
    ('minsk-nesvizhskiy', 'minsk', 'Несвижский район', 'Нясвіжскі раён', 'г. Несвиж'),
    ('minsk-pukhovichskiy', 'minsk', 'Пуховичский район', 'Пухавіцкі раён', 'г. Марьина Горка'),
    ('minsk-slutskiy', 'minsk', 'Слуцкий район', 'Слуцкі раён', 'г. Слуцк'),
    ('minsk-smolevichskiy', 'minsk', 'Смолевичский район', 'Смалявіцкі раён', 'г. Смолевичи'),
    ('minsk-soligorskiy', 'minsk', 'Солигорский район', 'Салігорскі раён', 'г. Солигорск'),
    ('minsk-starodorozhskiy', 'minsk', 'Стародорожский район', 'Старадарожскі раён', 'г. Старые Дороги'),
    ('minsk-stolbtsovskiy', 'minsk', 'Столбцовский район', 'Стаўбцоўскі раён', 'г. Столбцы'),
    ('minsk-uzdenskiy', 'minsk', 'Узденский район', 'Уздзенскі раён', 'г. Узда'),
    ('minsk-chervenskiy', 'minsk', 'Червенский район', 'Чэрвеньскі раён', 'г. Червень'),
    ('mogilev-belynichskiy', 'mogilev', 'Белыничский район', 'Бялыніцкі раён', 'г. Белыничи'),
    ('mogilev-bobruyskiy', 'mogilev', 'Бобруйский район', 'Бабруйскі раён', 'г. Бобруйск'),
    ('mogilev-bykhovskiy', 'mogilev', 'Быховский район', 'Быхаўскі раён', 'г. Быхов'),
    ('mogilev-glusskiy', 'mogilev', 'Глусский район', 'Глускі раён', 'г.п. Глуск'),
    ('mogilev-goretskiy', 'mogilev', 'Горецкий район', 'Горацкі раён', 'г. Горки'),
    ('mogilev-dribinskiy', 'mogilev', 'Дрибинский район', 'Дрыбінскі раён', 'г.п. Дрибин'),
    ('mogilev-kirovskiy', 'mogilev', 'Кировский район', 'Кіраўскі раён', 'г. Кировск'),
    ('mogilev-klimovichskiy', 'mogilev', 'Климовичский район', 'Клімавіцкі раён', 'г. Климовичи'),
    ('mogilev-klichevskiy', 'mogilev', 'Кличевский район', 'Клічаўскі раён', 'г. Кличев'),
    ('mogilev-kostyukovichskiy', 'mogilev', 'Костюковичский район', 'Касцюковіцкі раён', 'г. Костюковичи'),
    ('mogilev-krasnopolskiy', 'mogilev', 'Краснопольский район', 'Краснапольскі раён', 'г.п. Краснополье'),
    ('mogilev-krichevskiy', 'mogilev', 'Кричевский район', 'Крычаўскі раён', 'г. Кричев'),
    ('mogilev-kruglyanskiy', 'mogilev', 'Круглянский район', 'Круглянскі раён', 'г.п. Круглое'),
    ('mogilev-mogilevskiy', 'mogilev', 'Могилёвский район', 'Магілёўскі раён', 'г. Могилёв'),
    ('mogilev-mstislavskiy', 'mogilev', 'Мстиславский район', 'Мсціслаўскі раён', 'г. Мстиславль'),
    ('mogilev-osipovichskiy', 'mogilev', 'Осиповичский район', 'Асіповіцкі раён', 'г. Осиповичи'),
    ('mogilev-slavgorodskiy', 'mogilev', 'Славгородский район', 'Слаўгарадскі раён', 'г. Славгород'),
    ('mogilev-khotimskiy', 'mogilev', 'Хотимский район', 'Хоцімскі раён', 'г.п. Хотимск'),
    ('mogilev-chausskiy', 'mogilev', 'Чаусский район', 'Чавускі раён', 'г. Чаусы'),
    ('mogilev-cherikovskiy', 'mogilev', 'Чериковский район', 'Чэрыкаўскі раён', 'г. Чериков'),
    ('mogilev-shklovskiy', 'mogilev', 'Шкловский район', 'Шклоўскі раён', 'г. Шклов'),
    ('minsk_city-zavodskoy', 'minsk_city', 'Заводской район г. Минска', 'Заводскі раён г. Мінска', ''),
    ('minsk_city-leninskiy', 'minsk_city', 'Ленинский район г. Минска', 'Ленінскі раён г. Мінска', ''),
    ('minsk_city-moskovskiy', 'minsk_city', 'Московский район г. Минска', 'Маскоўскі раён г. Мінска', ''),
    ('minsk_city-oktyabrskiy', 'minsk_city', 'Октябрьский район г. Минска', 'Кастрычніцкі раён г. Мінска', ''),
    ('minsk_city-partizanskiy', 'minsk_city', 'Партизанский район г. Минска', 'Партызанскі раён г. Мінска', ''),
    ('minsk_city-pervomayskiy', 'minsk_city', 'Первомайский район г. Минска', 'Першамайскі раён г. Мінска', ''),
    ('minsk_city-sovetskiy', 'minsk_city', 'Советский район г. Минска', 'Савецкі раён г. Мінска', ''),
    ('minsk_city-frunzenskiy', 'minsk_city', 'Фрунзенский район г. Минска', 'Фрунзенскі раён г. Мінска', ''),
    ('minsk_city-tsentralnyy', 'minsk_city', 'Центральный район г. Минска', 'Цэнтральны раён г. Мінска', '');

UPDATE organisations SET territory_code = territory_of(region, address_ru) WHERE address_ru <> '';
