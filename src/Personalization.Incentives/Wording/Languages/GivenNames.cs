using System.Collections.Frozen;

namespace Personalization.Incentives;

/// <summary>
/// First and family names that are frequent where the seven languages are spoken, but for those that are words too (Mark, Rose, Bella).
/// </summary>
internal static class GivenNames
{
    private static readonly FrozenSet<string> All = LanguageWords.Set(
        """
        james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven paul andrew
        joshua
        kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
        brandon
        benjamin samuel gregory patrick alexander jack oliver harry oscar mary patricia jennifer linda elizabeth barbara susan jessica
        sarah karen
        nancy lisa margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon
        cynthia
        kathleen amy angela shirley anna brenda emma nicole samantha katherine christine rachel olivia sophia isabella charlotte amelia
        mia lucy
        smith johnson williams jones davis miller wilson anderson taylor moore jackson martin thompson clarke hughes evans
        peter wolfgang klaus jürgen dieter manfred uwe günter günther hans bernd gerd stefan andreas markus matthias sebastian tobias
        florian lukas
        jonas felix maximilian leon finn niklas ursula monika petra sabine renate helga karin brigitte ingrid gisela claudia susanne
        gabriele
        andrea kerstin birgit heike martina julia katharina lena leonie hannah johanna franziska anja silke müller schmidt schneider
        fischer weber
        becker schulz hoffmann koch bauer richter klein schröder neumann zimmermann krüger hofmann hartmann krause lehmann
        jean michel philippe alain bernard christophe nicolas frédéric laurent julien éric stéphane guillaume antoine mathieu thierry marie
        nathalie isabelle sylvie catherine françoise valérie christelle sandrine véronique céline aurélie émilie chloé camille manon léa
        durand dubois moreau simon lefebvre leroy roux fournier girard mercier dupont lambert
        antonio josé manuel francisco juan javier miguel ángel carlos jesús alejandro sergio fernando pablo jorge alberto álvaro diego raúl
        carmen maría josefa isabel ana dolores pilar teresa cristina lucía elena marta paula raquel beatriz sofía irene garcía rodríguez
        gonzález
        fernández lópez martínez sánchez pérez gómez jiménez ruiz hernández díaz moreno álvarez romero navarro torres
        giuseppe giovanni mario luigi francesco vincenzo pietro salvatore franco paolo andrea marco alessandro matteo lorenzo davide
        simone luca federico riccardo stefano giulia chiara francesca valentina alessia martina elisa silvia federica roberta paola giovanna
        rossi russo ferrari esposito bianchi romano colombo ricci marino greco gallo conti mancini
        jan johannes cornelis hendrik willem pieter gerrit jeroen sander bram daan sem lars thijs maria johanna cornelia wilhelmina
        anouk femke sanne lotte fleur eva sophie jansen bakker visser smit meijer mulder bos vos peters hendriks dekker dijkstra
        katarzyna małgorzata agnieszka krystyna barbara ewa elżbieta zofia teresa magdalena joanna aleksandra danuta jadwiga danuta irena
        halina
        helena beata aneta dorota grażyna piotr krzysztof andrzej tomasz paweł michał marcin grzegorz jerzy tadeusz adam łukasz zbigniew
        ryszard
        dariusz henryk mariusz kazimierz wojciech robert mateusz jakub kamil nowak kowalski kowalska wiśniewski wiśniewska wójcik kowalczyk
        kamiński lewandowski zieliński szymański woźniak dąbrowski wilhelm friedrich heinrich walter werner horst karl erika gertrud
        hildegard edith otto emil moritz mohammed mehmet ayşe fatma mustafa nguyen yusuf aisha
        """).Except(
        LanguageWords.Set(
            "koch bauer richter klein weber becker schneider fischer roux simon conti bos vos moreno torres sander eva franco"))
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string folded) => All.Contains(folded);
}
