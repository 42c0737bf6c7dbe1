namespace Personalization.Incentives;

/// <summary>English.</summary>
internal static class EnglishWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    public static readonly LanguageWords Words = new()
    {
        Language = "en",
        Letters = "éèêëàâïîôûüçñ",
        Common = LanguageWords.Set(
            """
            the a an and or but if of to in on at by for from with without as is are was were be been being have has had do does did will
            would
            can could may might must shall should not no yes it its this that these those there here we our us you your yours i me my he
            she they
            them their his her who what which when where why how all any some many more most much other another such only own same so than
            too very
            just now then soon again also until before after about over into out up down off left right next last first new old good great
            little
            long here's it's don we're you'll you're let take get got give make made go come see look find use enter pick choose enjoy order
            orders shop shopping buy basket checkout code free shipping delivery gift present points collect save offer discount today
            tomorrow
            week month day hour friend friends both together set price valid hello hi dear thanks thank welcome back waiting something
            everything anything nothing everyone books book read reading list page pages like love loved please while because through
            tell share discover explore browse continue open start join sign redeem claim learn show try visit view choose add keep gather
            pair peek inside earn waited
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "half halved halves:50 quarter quarters:25 third thirds:33 double doubled twice:200 triple tripled thrice:300 dozen:12 "
            + "fifth fifths:20 sixth:17 eighth:13 tenth:10 tenths:10"),
        Months = LanguageWords.Map(
            "january jan:1 february feb:2 march mar:3 april apr:4 may:5 june jun:6 july jul:7 august aug:8 september sep sept:9 "
            + "october oct:10 november nov:11 december dec:12"),
        Weekdays = LanguageWords.Days(
            "sunday sundays sun:0 monday mondays mon:1 tuesday tuesdays tue:2 wednesday wednesdays wed:3 thursday thursdays thu:4 "
            + "friday fridays fri:5 saturday saturdays sat:6"),
        Until = LanguageWords.Set("until till til by before through ends end expires expire only closes deadline within"),
        RelativeDays = LanguageWords.Set("today tomorrow tonight midnight noon weekend week month year christmas easter evening morning"),
        Units = LanguageWords.UnitsOf(
            "point points pts", "hour hours hr hrs h:1 day days:24 week weeks:168 month months:720 year years:8760 minute minutes min:0"),
        CodeWords = LanguageWords.Set("code codes voucher coupon"),
        Greetings = LanguageWords.Set("hello hi hey dear mr mrs ms miss dr morning evening afternoon welcome thanks congratulations"),
        Capitals = LanguageWords.Set("i sms vat uk us eu english"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: ship*|deliver*|postage|courier|dispatch*
            Free: free|gratis|complimentary|freebie*|gift*|present|presents|giveaway|for nothing|at no cost|no charge|bonus*
            Discount: discount*|sale|sales|reduction*|cheaper|save|saves|saving|savings|off|half price|rebate*|markdown*|bargain*
            Points: point|points
            EarlyAccess: early access|presale*|pre sale|before everyone|before anyone|ahead of everyone|exclusive*
            Friend: friend*|refer|referral*|someone you know|invite*
            Guarantee: guarant*|warrant*|promise*|assured|risk free
            Refund: refund*|money back|cash back|cashback|returns|return it|reimburse*|trade in|money|pay you|paid back|give back
            Forever: lifetime|for life|forever|for ever|unlimited|limitless|no limit*|without limit*|never expire*|no expiry|permanent*
            Forever: endless*|runs out|no end|always|as long as you
            EveryOrder: every order|each order|all orders|every purchase|all purchases|each purchase|every time|all year
            Superlative: best|cheapest|lowest|unbeatable|number one|no 1|unrivalled|unmatched|greatest|biggest|finest|top rated|leading
            Superlative: no other|any other shop|anyone else|elsewhere|beat
            Prize: win|winner*|prize*|lottery|raffle|sweepstake*|jackpot|draw
            Urgency: last chance|today only|only today|hurry|while stocks last|while supplies last|limited stock|only a few|almost gone
            Urgency: selling out|final hours|final day*|act now|limited time|last day*
            Finance: interest free|instal*|credit|loan|financ*|pay later|buy now pay
            Health: cure*|heal|heals|healthy|healthier|clinical*|medical*|weight loss|doctor*
            Membership: trial|subscription*|subscribe*|membership|member*|vip|upgrade*|premium
            NoConditions: no minimum|no condition*|no strings|unconditional*|any order size|no exceptions|no purchase|no|never|none
            NoConditions: without|nobody|nowhere
            Green: climate neutral|carbon neutral|eco friendly|sustainable|sustainably|environmental*|organic
            Stacking: extra|additional*|on top of|in addition|further reduction|plus another|as well as any|another tenner|tenner|fiver
            Stacking: quid|more off
            Speed: express|overnight|next day|same day|worldwide|priority
            """),
        Harmless = new("feel free|thanks again|best wishes|best regards|at its best|present to you"),
        Personal = new(
            "birthday|date of birth|your age|home address|phone number|account number|customer number|customer id|"
            + "your income|pregnan*|your last order|your recent order|you bought|you ordered|you purchased"),
        Echo = new(
            "as an ai|language model|system prompt|ignore previous|ignore all|ignore the|previous instructions|"
            + "my instructions|the prompt|brand guide|json|assistant|here is the text|here s the text|here is your text|"
            + "certainly"),
    };

    private static IEnumerable<string> Number(int n) => n switch
    {
        < 20 => [Small[n]],
        < 100 => [Tens[n / 10] + (n % 10 == 0 ? "" : Small[n % 10])],
        100 => ["hundred", "ahundred", "onehundred"],
        < 1000 => [Small[n / 100] + "hundred"],
        1000 => ["thousand", "athousand", "onethousand"],
        _ => [Small[n / 1000] + "thousand"],
    };
}
