namespace Personalization.Core;

/// <summary>Saving to and loading from files, the same for every model.</summary>
public static class ModelExtensions
{
    extension(IModel model)
    {
        /// <summary>Writes the model to a file, which is replaced as a whole or not at all.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="IOException">The file can't be written.</exception>
        public void Save(string path) => WholeFile.Write(path, model.Save);
    }

    extension<T>(T)
        where T : class, IModel<T>
    {
        /// <summary>Reads a model file.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ModelFileException">The file is cut short, altered, too new, or holds another kind of model.</exception>
        public static T Load(string path) => T.Kind.Load(path);

        /// <summary>Reads a model that was saved.</summary>
        /// <param name="source">Read from its position to its end; stays open.</param>
        /// <exception cref="ModelFileException">The stream is cut short, altered, too new, or holds another kind of model.</exception>
        public static T Load(Stream source) => T.Kind.Load(source);
    }
}
