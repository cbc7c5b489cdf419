//! By which words published answers are compared with a text that is being written (BEY-01): those of the title and the
//! question, and those of the appeals that were answered. An appeal has been read by nobody with a view to publishing it, so
//! nothing is left of it that may be somebody's name, address or number.

use super::{forms::Name, names, private::Private};
use crate::{answer_check::personal_data, search::Indexed};

/// Words that every other appeal has, in the forms in which they stand there: they tell nothing of what it is about.
const GENERAL_RUSSIAN: &str = "
    прошу просим просить просьба просит попросить обращаюсь обращаемся обращение обращения обращался обращались обратиться обратились
    заявление жалоба жалобу предложение ответ ответа ответить отвечает вопрос вопроса вопросы письмо помогите помочь помощь помощи
    разобраться разберитесь решить решите решение решения меры мер принять примите принятия приняли рассмотреть рассмотрите проверить
    проверьте проверка добиться можно нельзя нужно надо необходимо должен должны должна может могут мочь будет будут быть был была было
    были есть является который которая которые которого которой почему когда где куда кто что какой какие каким образом сделать сделайте
    делать делает делают делается сделали сделано происходит произошло находится находятся пожалуйста уважаемый уважаемые спасибо заранее
    здравствуйте добрый день дня дней дни неделя недели недель неделю месяц месяца месяцев год года лет время времени сегодня вчера
    завтра сейчас давно долго снова опять очень также тоже уже пока после постоянно всегда часто больше меньше несколько много один одна
    два две три четыре пять первый первая второй вторая третий третьем четвертый пятый десятый весь вся все всем всех каждый свой наш нашем
    нашего нашей нашему нашим мой моя моей моем моего дом дома доме дому домом домов домах улица улице улицы улицу город города городе жильцы
    жильцов житель жители жителей жителям люди людей человек гражданин граждане граждан гражданам семья семьи организация организации
    организаций проблема проблемы проблему причина причины случай случае связь связи соответствие срок срока сроки работа работы работу работ
    работает работают работать неисправен неисправна сломан сломана сломано сломаны сломался сломалась ремонт ремонта ремонте ремонту отремонтировать
    отремонтируйте отремонтирован отремонтировали ремонтируют починить почините починят исправить исправьте заменить замените замена замены установить
    установите установка поставить поставьте убрать уберите сообщить сообщите сообщаю узнать знать требую требуем хочу хотим хотел
    хотелось получить получил получили получение дать дайте дали данный данного данной новый новая новое старый плохо плохой хорошо большой
    маленький вообще просто только именно такой такая такие такое адрес адресу квартира квартире номер телефон
";
const GENERAL_BELARUSIAN: &str = "
    прашу просім прасіць просьба просіць звяртаюся звяртаемся зварот звароты звяртаўся звярталіся звярнуцца звярнуліся заява скарга скаргу
    прапанова адказ адказу адказаць адказвае пытанне пытання пытанні ліст дапамажыце дапамагчы дапамога дапамогі разабрацца разбярыцеся вырашыць
    вырашыце рашэнне меры мер прыняць прыміце прынялі разгледзець разгледзьце праверыць праверце праверка дамагчыся можна нельга трэба неабходна
    павінен павінны павінна можа могуць магчы будзе будуць быць быў была было былі ёсць з'яўляецца які якая якія якога якой чаму калі дзе
    куды хто што як якім чынам зрабіць зрабіце рабіць робіць робяць робіцца зрабілі зроблена адбываецца знаходзіцца калі ласка паважаны паважаныя
    дзякуй загадзя вітаю добры дзень дня дзён дні тыдзень тыдня тыдняў месяц месяца месяцаў год года гадоў час часу сёння учора заўтра цяпер
    зараз даўно доўга зноў ізноў вельмі таксама ужо пакуль пасля пастаянна заўсёды часта больш менш некалькі шмат адзін адна два дзве тры чатыры
    пяць першы першая другі другая трэці трэцім чацвёрты пяты дзясяты увесь уся усё усе усім усіх кожны свой наш нашым нашага нашай нашаму мой
    мая маёй маім майго дом дома доме дому домам дамоў вуліца вуліцы вуліцу горад горада горадзе жыльцы жыльцоў жыхар жыхары жыхароў людзі людзей
    чалавек грамадзянін грамадзяне грамадзян сям'я сям'і арганізацыя арганізацыі праблема праблемы праблему прычына прычыны выпадак выпадку сувязь
    адпаведнасць тэрмін тэрміну праца працы працу працуе працуюць працаваць работа работы няспраўны няспраўная зламаны зламана зламаўся зламалася рамонт
    рамонту рамонце адрамантаваць адрамантуйце адрамантавалі рамантуюць паправіць выправіць замяніць заменіце замена замены устанавіць паставіць прыбраць
    прыбярыце паведаміць паведаміце паведамляю даведацца ведаць патрабую патрабуем хачу хочам хацеў хацелася атрымаць атрымаў атрымалі атрыманне даць
    дайце далі дадзены новы новая новае стары дрэнна дрэнны добра вялікі маленькі увогуле проста толькі менавіта такі такая такія такое адрас адрасе
    кватэра кватэры нумар тэлефон і у ў з са на па да за не ні а але ж жа бы б для ад пра аб без гэта гэты гэтая гэтыя ён яна яно яны мы вы я
    мне нам вам нас вас яго яе іх ці або каб што-небудзь бо таму там тут тады так
";
/// Endings of patronymics that no other words have.
const PATRONYMICS: [&str; 24] = [
    "ович", "овича", "овичу", "овичем", "евич", "евича", "евичу", "евичем", "овна", "овны", "овне", "овну", "евна", "евны", "евне", "евну", "авіч",
    "евіч", "овіч", "авіча", "евіча", "аўна", "еўна", "оўна",
];
/// Abbreviations after which the name of a place stands.
const ABBREVIATED: [&str; 9] = ["ул", "вул", "пр", "пер", "пл", "бул", "мкр", "дер", "им"];
/// Beginnings of words after which the name of a place stands, also of one that is written small.
const BEFORE_PLACES: [&str; 17] = [
    "улиц", "вуліц", "просп", "праспект", "переул", "завул", "площад", "плошч", "бульвар", "микрорайон", "мікрараён", "деревн", "вёск", "вёсц", "агрогород",
    "аграгарад", "посел",
];

/// What of a published answer is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub title: Indexed,
    pub question: Indexed,
    /// Of the appeals that were answered; never shown.
    pub appeals: Indexed,
}

impl Compared {
    /// `appeals`: their texts as they were written.
    #[must_use]
    pub fn new(title: &str, question: &str, appeals: &[String], private: &Private) -> Self {
        let anonymous: Vec<String> = appeals.iter().map(|text| private.without_personal(text)).collect();
        Self {
            title: indexed(&without_people(title)),
            question: indexed(&without_people(question)),
            appeals: indexed(&anonymous.join("\n")),
        }
    }
}

/// What of a text that is being written is compared.
#[must_use]
pub fn asked(text: &str) -> Indexed {
    indexed(text)
}

/// The words that are left out of both.
#[must_use]
pub fn general() -> Indexed {
    // A text that does not show its language is compared in both.
    Indexed::new([GENERAL_RUSSIAN, GENERAL_BELARUSIAN], "")
}

/// Its words; numbers are left out.
fn indexed(text: &str) -> Indexed {
    let words: Vec<&str> = names::words(text).filter(|word| !has_digit(word)).collect();
    Indexed::new([words.join(" ").as_str()], "")
}

/// A published text has been read; what has the form of a person's name is an official's. Nobody is found by it.
fn without_people(text: &str) -> String {
    let named = personal_data(text, &[]).names.into_iter().chain(names::people(text, &[]));
    named.fold(text.to_owned(), |text, name| text.replace(name.as_str(), " "))
}

fn has_digit(word: &str) -> bool {
    word.chars().any(|letter| letter.is_ascii_digit())
}

impl Private {
    /// The words of an appeal that are nobody's personal data: written small and in Cyrillic letters, as no names, addresses
    /// of e-mail and numbers are; of those written small by mistake not the applicants' own, those of a patronymic and of a street.
    #[must_use]
    pub fn without_personal(&self, text: &str) -> String {
        let is_address = |part: &str| part.contains('@') || part.contains("//");
        let parts: Vec<&str> = text.split_whitespace().filter(|part| !is_address(part)).collect();
        let joined = parts.join(" ");
        let words: Vec<&str> = names::words(&joined).collect();
        let mut kept = Vec::new();
        for (place, word) in words.iter().copied().enumerate() {
            let is_small = word.chars().all(|letter| !letter.is_uppercase() && !letter.is_ascii_alphanumeric());
            let follows_place = place > 0 && is_before_place(words[place - 1]);
            // «иванов иван иванович», «иван иванович иванов».
            let near = &words[place.saturating_sub(1)..(place + 3).min(words.len())];
            let is_name = near.iter().any(|word| PATRONYMICS.iter().any(|ending| word.ends_with(ending)));
            if is_small && !follows_place && !is_name && !self.is_known(word) {
                kept.push(word);
            }
        }
        kept.join(" ")
    }

    /// Whether it is one of the names or streets of those who wrote.
    fn is_known(&self, word: &str) -> bool {
        let word = Name::new(word);
        self.names.iter().chain(self.homes.iter().flat_map(|home| &home.street)).any(|name| name.is(&word))
    }
}

/// «ул.», «улице», «вёсцы»: what follows is the name of the place.
fn is_before_place(word: &str) -> bool {
    let lower = word.to_lowercase();
    ABBREVIATED.contains(&lower.as_str()) || BEFORE_PLACES.iter().any(|beginning| lower.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applicant::{AddressForm, ApplicantForm};
    use crate::kinds::ApplicantKind;

    fn private() -> Private {
        let address = AddressForm { settlement: "г. Заречье".to_owned(), street: "ул. Купалы".to_owned(), house: "7".to_owned(), ..AddressForm::default() };
        let form = ApplicantForm { surname: "Купава".to_owned(), name: "Мария".to_owned(), address, ..ApplicantForm::default() };
        let mut private = Private::default();
        private.add_applicant(&form.validate(ApplicantKind::Person).expect("valid"));
        private.add_employee("мастер Громов");
        private
    }

    // REQ: BEY-01
    #[test]
    fn nothing_personal_is_left_of_an_appeal() {
        for (text, left) in [
            ("Прошу отремонтировать лифт в третьем подъезде дома 12 по ул. Якуба Коласа.", "отремонтировать лифт в третьем подъезде дома по ул"),
            ("Сосед Иванов Пётр Петрович курит в лифте.", "в лифте"),
            ("сосед иванов петр петрович курит в лифте", "сосед в лифте"),
            ("у марии купавы нет воды, мастер громов не приходит", "у нет воды мастер не приходит"),
            ("на улице советской темно, дом 5б", "на улице темно дом"),
            ("пишите на ivan@people.example или +375 29 123-45-67, сайт http://дом.бел/ivan", "пишите на или сайт"),
            ("ПРОШУ УБРАТЬ СНЕГ", ""),
            ("Прашу адрамантаваць ліфт у трэцім пад'ездзе, вул. Багдановіча, 3", "адрамантаваць ліфт у трэцім пад'ездзе вул"),
        ] {
            assert_eq!(private().without_personal(text), left, "{text}");
        }
    }

    // REQ: BEY-01
    #[test]
    fn nobody_is_found_by_the_name_of_an_official() {
        let compared = Compared::new("Приём ведёт Петров П. П.", "Когда принимает Петров Пётр Петрович в кабинете 12?", &[], &private());
        assert_eq!(compared.title.russian, "Прием ведет");
        assert_eq!(compared.question.russian, "Когда принимает в кабинете");
    }
}
